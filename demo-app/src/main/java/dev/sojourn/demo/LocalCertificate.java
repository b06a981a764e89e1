package dev.sojourn.demo;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate for localhost, signed by itself: made once, kept, and made anew shortly before it ends. */
final class LocalCertificate {

    private static final Duration VALID = Duration.ofDays(365);
    private static final Duration REPLACED_BEFORE_END = Duration.ofDays(7);

    private LocalCertificate() {}

    /** The certificate kept in a directory as {@code localhost.crt} and {@code localhost.key}. */
    static KeyStore in(Path directory, Clock clock) {
        Path certificate = directory.resolve("localhost.crt");
        Path key = directory.resolve("localhost.key");
        try {
            if (!Files.exists(certificate) || !Files.exists(key) || endsSoon(certificate, key, clock.instant())) {
                make(certificate, key, clock.instant());
            }
            return ServerCertificate.load(certificate, key);
        } catch (IOException | GeneralSecurityException | OperatorCreationException failure) {
            throw new UsageException("--data: cannot keep a certificate in " + directory, failure);
        }
    }

    private static boolean endsSoon(Path certificate, Path key, Instant now) throws GeneralSecurityException {
        X509Certificate kept =
                (X509Certificate) ServerCertificate.load(certificate, key).getCertificate("server");
        return now.plus(REPLACED_BEFORE_END).isAfter(kept.getNotAfter().toInstant());
    }

    private static void make(Path certificate, Path key, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=localhost, O=Sojourn demo");
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(127, new SecureRandom()).setBit(126),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(VALID)),
                name,
                pair.getPublic());
        GeneralNames hosts = new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1")
        });
        builder.addExtension(Extension.subjectAlternativeName, false, hosts);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        X509CertificateHolder signed =
                builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
        write(key, "PRIVATE KEY", pair.getPrivate().getEncoded());
        write(certificate, "CERTIFICATE", signed.getEncoded());
    }

    private static void write(Path file, String kind, byte[] content) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        String pem = "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + kind + "-----\n";
        Files.writeString(file, pem, StandardOpenOption.WRITE);
    }
}
