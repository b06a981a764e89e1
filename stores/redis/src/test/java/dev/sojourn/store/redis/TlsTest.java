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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.KeyStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over TLS, to a Redis whose certificate is for {@code localhost}, as the JVM's trust store says whom to believe. */
class TlsTest {

    @TempDir
    static Path files;

    private static RedisTls tls;
    private static RedisServer server;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        tls = RedisTls.of(LocalTls.create(), files);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = RedisServer.start(
                "--tls-port",
                Integer.toString(port),
                "--tls-cert-file",
                tls.certificate().toString(),
                "--tls-key-file",
                tls.key().toString(),
                "--tls-ca-cert-file",
                tls.certificate().toString(),
                "--tls-auth-clients",
                "no");
    }

    @AfterAll
    static void stop() {
        tls.close();
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
        KeyStore stranger = LocalTls.create().keys();
        String trusted = System.getProperty(RedisTls.TRUST);
        RedisTls.trust(stranger.getCertificate(stranger.aliases().nextElement()), files.resolve("stranger.p12"));
        try {
            assertThatThrownBy(() -> RedisStore.connect("rediss://localhost:" + port))
                    .isInstanceOf(StoreException.class)
                    .hasStackTraceContaining("PKIX path ");
        } finally {
            System.setProperty(RedisTls.TRUST, trusted);
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
}
