package dev.sojourn.store.redis;

import dev.sojourn.testkit.door.LocalTls;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;

/**
 * A key and its certificate in the files that Redis reads, and the JVM made to believe it until this is closed.
 *
 * @param certificate in PEM
 * @param key in PEM
 */
record RedisTls(Path certificate, Path key) implements AutoCloseable {

    static final String TRUST = "javax.net.ssl.trustStore";
    private static final String TRUST_PASSWORD = "javax.net.ssl.trustStorePassword";
    private static final char[] PASSWORD = LocalTls.PASSWORD.toCharArray();

    /** A certificate for this machine's name, as {@link LocalTls} makes it. */
    static RedisTls of(LocalTls made, Path directory) throws IOException, GeneralSecurityException {
        return in(made.keys(), directory);
    }

    /** A certificate for the name that keytool is given, such as {@code ip:127.0.0.1}. */
    static RedisTls forName(String name, Path directory)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path file = directory.resolve("keys.p12");
        String program =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process keytool = new ProcessBuilder(
                        program,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=redis",
                        "-ext",
                        "san=" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        LocalTls.PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed: " + said);
        }
        return in(KeyStore.getInstance(file.toFile(), PASSWORD), directory);
    }

    private static RedisTls in(KeyStore keys, Path directory) throws IOException, GeneralSecurityException {
        String alias = keys.aliases().nextElement();
        Certificate certificate = keys.getCertificate(alias);
        trust(certificate, directory.resolve("trusted.p12"));
        return new RedisTls(
                pem(directory.resolve("own.pem"), "CERTIFICATE", certificate.getEncoded()),
                pem(
                        directory.resolve("key.pem"),
                        "PRIVATE KEY",
                        keys.getKey(alias, PASSWORD).getEncoded()));
    }

    /** Makes the JVM believe this certificate and no other. */
    static void trust(Certificate certificate, Path file) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("redis", certificate);
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted.store(out, PASSWORD);
        }
        System.setProperty(TRUST, file.toString());
        System.setProperty(TRUST_PASSWORD, LocalTls.PASSWORD);
    }

    private static Path pem(Path file, String kind, byte[] bytes) throws IOException {
        String text = "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind
                + "-----\n";
        return Files.writeString(file, text);
    }

    @Override
    public void close() {
        System.clearProperty(TRUST);
        System.clearProperty(TRUST_PASSWORD);
    }
}
