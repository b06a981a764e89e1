package dev.sojourn.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads a certificate chain and its key from PEM files into a key store in memory. */
final class ServerCertificate {

    private static final Integer DNS_NAME = 2;
    private static final Integer IP_ADDRESS = 7;
    private static final List<String> KEY_KINDS = List.of("EC", "RSA", "EdDSA");
    private static final String BEGIN_KEY = "-----BEGIN PRIVATE KEY-----";
    private static final String END_KEY = "-----END PRIVATE KEY-----";

    private ServerCertificate() {}

    /** A key store with one entry and an empty password. */
    static KeyStore load(Path certificates, Path key) {
        try {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificates)))
                    .toArray(new Certificate[0]);
            if (chain.length == 0) {
                throw new UsageException("--tls-cert: " + certificates + " holds no certificate in PEM form");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", privateKey(key), new char[0], chain);
            return store;
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new UsageException("--tls-cert, --tls-key: cannot use " + certificates + " and " + key, unreadable);
        }
    }

    /** The origins that a browser can reach under this certificate, localhost first: its DNS names and IPv4 addresses. */
    static String[] origins(KeyStore store, int port) {
        Set<String> hosts = new LinkedHashSet<>(List.of("localhost", "127.0.0.1"));
        try {
            X509Certificate certificate = (X509Certificate) store.getCertificate("server");
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                String host = String.valueOf(name.get(1)).toLowerCase(Locale.ROOT);
                boolean address = name.get(0).equals(IP_ADDRESS) && !host.contains(":");
                if (address || name.get(0).equals(DNS_NAME) && !host.contains("*")) {
                    hosts.add(host);
                }
            }
        } catch (GeneralSecurityException unreadable) {
            throw new UsageException("--tls-cert: cannot read the names of the certificate", unreadable);
        }
        return hosts.stream().map(host -> "https://" + host + ":" + port).toArray(String[]::new);
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        String pem = Files.readString(file, StandardCharsets.US_ASCII);
        int begin = pem.indexOf(BEGIN_KEY);
        int end = pem.indexOf(END_KEY);
        if (begin < 0 || end < begin) {
            throw new UsageException("--tls-key: " + file + " holds no unencrypted PKCS#8 key (\"" + BEGIN_KEY + "\");"
                    + " convert it with: openssl pkcs8 -topk8 -nocrypt");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN_KEY.length(), end));
        InvalidKeySpecException last = new InvalidKeySpecException("no kind of key fits");
        for (String kind : KEY_KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException anotherKind) {
                // A PKCS#8 key does not say its kind before it is parsed: the next one is tried.
                last = anotherKind;
            }
        }
        throw new UsageException("--tls-key: " + file + " is none of " + KEY_KINDS, last);
    }
}
