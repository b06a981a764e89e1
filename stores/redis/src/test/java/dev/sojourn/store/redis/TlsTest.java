package dev.sojourn.store.redis;

import static dev.sojourn.store.redis.Sessions.NOW;
import static dev.sojourn.store.redis.Sessions.put;
import static dev.sojourn.store.redis.Sessions.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.session.store.CachingStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.testkit.door.LocalTls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over TLS, to a Redis whose certificate is for {@code localhost}, as the JVM's trust store says whom to believe. */
class TlsTest {

    private static final String TRUST = "javax.net.ssl.trustStore";
    private static final String TRUST_PASSWORD = "javax.net.ssl.trustStorePassword";

    @TempDir
    static Path files;

    private static RedisServer server;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        LocalTls tls = LocalTls.create();
        String alias = tls.keys().aliases().nextElement();
        Certificate certificate = tls.keys().getCertificate(alias);
        byte[] key = tls.keys().getKey(alias, LocalTls.PASSWORD.toCharArray()).getEncoded();
        String own = pem("own.pem", "CERTIFICATE", certificate.getEncoded());
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = RedisServer.start(
                "--tls-port",
                Integer.toString(port),
                "--tls-cert-file",
                own,
                "--tls-key-file",
                pem("key.pem", "PRIVATE KEY", key),
                "--tls-ca-cert-file",
                own,
                "--tls-auth-clients",
                "no");
        trust(certificate);
    }

    @AfterAll
    static void stop() {
        System.clearProperty(TRUST);
        System.clearProperty(TRUST_PASSWORD);
        server.close();
    }

    @Test
    void sessionsAreKeptAndTold() {
        try (RedisStore redis = RedisStore.connect("rediss://localhost:" + port);
                CachingStore store = CachingStore.around(redis)) {
            StoredSession session = saved(store.create(Sessions.of("alice"), NOW));
            saved(store.save(session, put("a", "1"), NOW));
            assertThat(store.find(session.key(), NOW).orElseThrow().attributes().toMap())
                    .containsKeys("name", "a");
            store.delete(session.key(), NOW);
            assertThat(store.find(session.key(), NOW)).isEmpty();
        }
    }

    @Test
    void aServerOfAnotherNameIsNotSpokenTo() {
        assertThatThrownBy(() -> RedisStore.connect("rediss://127.0.0.1:" + port))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("failed to connect")
                .hasRootCauseMessage("No subject alternative names present");
    }

    @Test
    void aServerThatNobodyVouchesForIsNotSpokenTo() throws Exception {
        LocalTls stranger = LocalTls.create();
        trust(stranger.keys().getCertificate(stranger.keys().aliases().nextElement()));
        try {
            assertThatThrownBy(() -> RedisStore.connect("rediss://localhost:" + port))
                    .isInstanceOf(StoreException.class)
                    .hasStackTraceContaining("PKIX path ");
        } finally {
            System.setProperty(TRUST, files.resolve("1.p12").toString());
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsAnOutage() {
        assertThatThrownBy(() -> RedisStore.connect("rediss://localhost:" + server.port()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("failed to connect");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://localhost:6379",
                "redis-cluster://localhost:6379,localhost:6380",
                "redis-sentinel://localhost:26379#main",
                "rediss://localhost:6379?verifyPeer=NONE",
                "rediss://localhost:6379?verifyPeer=CA"
            })
    void whereTlsIsRequiredAnAddressWithoutIsNotEvenTried(String address) {
        RedisStore.Builder builder = RedisStore.builder(address).requireTls();
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TLS is required");
    }

    @Test
    void whereTlsIsRequiredAnAddressWithItServes() {
        try (RedisStore store =
                RedisStore.builder("rediss://localhost:" + port).requireTls().build()) {
            assertThat(saved(store.create(Sessions.of("bob"), NOW)).owner()).isEqualTo("bob");
        }
    }

    private static String pem(String name, String kind, byte[] bytes) throws IOException {
        String text = "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind
                + "-----\n";
        return Files.writeString(files.resolve(name), text).toString();
    }

    private static void trust(Certificate certificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("redis", certificate);
        Path file = files.resolve(Files.exists(files.resolve("1.p12")) ? "2.p12" : "1.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted.store(out, LocalTls.PASSWORD.toCharArray());
        }
        System.setProperty(TRUST, file.toString());
        System.setProperty(TRUST_PASSWORD, LocalTls.PASSWORD);
    }
}
