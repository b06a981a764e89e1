package dev.sojourn.store.redis;

import static dev.sojourn.store.redis.Sessions.NOW;
import static dev.sojourn.store.redis.Sessions.put;
import static dev.sojourn.store.redis.Sessions.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.event.EventType;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.TcpProxy;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a store answers when Redis, or the way to it, fails. */
class FaultTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private RedisServer server;
    private TcpProxy proxy;
    private RedisStore store;

    @BeforeEach
    void start() throws Exception {
        server = RedisServer.start();
        proxy = TcpProxy.to(server.port());
        store = RedisStore.builder("redis://127.0.0.1:" + proxy.port())
                .timeout(Duration.ofMillis(500))
                .build();
    }

    @AfterEach
    void stop() {
        store.close();
        proxy.close();
        server.close();
    }

    @Test
    void aWriteWhoseAnswerIsLostIsNotSentAgain() {
        StoredSession created =
                saved(store.save(saved(store.create(Sessions.of("alice"), NOW)), put("script", "is known"), NOW));
        long before = Long.parseLong(String.valueOf(created.version()));
        proxy.mode(TcpProxy.Mode.CUT_ANSWERS);
        assertThatThrownBy(() -> store.save(created, put("a", "1"), NOW)).isInstanceOf(StoreException.class);
        proxy.mode(TcpProxy.Mode.FORWARD);

        StoredSession found = wellAgain(() -> store.find(created.key(), NOW).orElseThrow());
        assertThat(Long.parseLong(String.valueOf(found.version()))).isEqualTo(before + 1);
    }

    @Test
    void aServerThatNeverAnswersIsAnOutageWithinTheTimeout() {
        StoredSession created = saved(store.create(Sessions.of("alice"), NOW));
        proxy.mode(TcpProxy.Mode.BLACK_HOLE);
        long begin = System.nanoTime();
        assertThatThrownBy(() -> store.find(created.key(), NOW))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("failed to find a session");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void aServerThatIsDownIsAnOutageAtOnceAndNobodyIsSignedOut() throws Exception {
        try (RedisServer durable = RedisServer.startDurable();
                RedisStore kept = RedisStore.builder(durable.uri())
                        .timeout(Duration.ofMillis(500))
                        .build()) {
            StoredSession created = saved(kept.create(Sessions.of("alice"), NOW));
            durable.kill();
            assertThatThrownBy(() -> kept.find(created.key(), NOW)).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> kept.delete(created.key(), NOW)).isInstanceOf(StoreException.class);
            durable.restart();
            assertThat(wellAgain(() -> kept.find(created.key(), NOW))).isPresent();
        }
    }

    @Test
    void aServerThatCameBackEmptyRevivesNothing() throws Exception {
        StoredSession created = saved(store.create(Sessions.of("alice"), NOW));
        server.kill();
        server.restart();
        assertThat(wellAgain(() -> store.save(created, put("a", "1"), NOW))).isEqualTo(new Gone());
        assertThat(store.find(created.key(), NOW)).isEmpty();
        assertThat(store.sessionsOf("alice", NOW)).isEmpty();
    }

    @Test
    void aServerThatIsPausedIsAnOutageUntilItGoesOn() {
        StoredSession created = saved(store.create(Sessions.of("alice"), NOW));
        server.pause();
        assertThatThrownBy(() -> store.find(created.key(), NOW)).isInstanceOf(StoreException.class);
        server.resume();
        assertThat(wellAgain(() -> store.find(created.key(), NOW))).isPresent();
    }

    @Test
    void aReadOnlyReplicaRefusesWritesAsAnOutage() throws Exception {
        saved(store.create(Sessions.of("alice"), NOW));
        try (RedisServer replica = RedisServer.start("--replicaof", "127.0.0.1", Integer.toString(server.port()));
                RedisStore reader = RedisStore.connect(replica.uri())) {
            assertThatThrownBy(() -> reader.create(Sessions.of("alice"), NOW)).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void aServerWithoutMemoryTakesNoNewSessionsButLetsWhoIsThereSignOut() throws Exception {
        try (RedisServer small = RedisServer.start("--maxmemory", "3mb", "--maxmemory-policy", "noeviction");
                RedisStore full = RedisStore.connect(small.uri())) {
            List<StoredSession> all = new ArrayList<>();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            all.add(saved(full.create(Sessions.of("alice"), NOW)));
                        }
                    })
                    .isInstanceOf(StoreException.class)
                    .hasStackTraceContaining("OOM ");
            assertThat(all).hasSizeGreaterThan(100);
            full.delete(all.get(0).key(), NOW);
            assertThat(full.find(all.get(0).key(), NOW)).isEmpty();
            assertThat(full.find(all.get(1).key(), NOW)).isPresent();
        }
    }

    @Test
    void whatIsNoSessionCountsAsAbsentWithAnEvent() {
        List<EventType> told = new ArrayList<>();
        RedisClient client = RedisClient.create(server.uri());
        try (RedisStore watched = RedisStore.builder(server.uri())
                        .events(event -> told.add(event.type()))
                        .build();
                StatefulRedisConnection<String, String> raw = client.connect()) {
            StoredSession text = saved(watched.create(Sessions.of("alice"), NOW));
            raw.sync().set("sojourn:s:" + text.key().hex(), "no hash");
            StoredSession broken = saved(watched.create(Sessions.of("alice"), NOW));
            raw.sync().hdel("sojourn:s:" + broken.key().hex(), "l");
            for (StoredSession session : List.of(text, broken)) {
                assertThat(watched.find(session.key(), NOW)).isEmpty();
                assertThat(watched.save(session, put("a", "1"), NOW)).isEqualTo(new Gone());
                assertThat(watched.renew(session, Sessions.newKey(), put("a", "1"), NOW))
                        .isEqualTo(new Gone());
            }
            assertThat(raw.sync().hexists("sojourn:s:" + broken.key().hex(), "aa"))
                    .isFalse();
            assertThat(told).containsExactly(EventType.STORE_RECORD_INVALID, EventType.STORE_RECORD_INVALID);
        } finally {
            client.shutdown();
        }
    }

    @Test
    void aServerWithoutMemoryRefusesWritesAsAnOutageAndForgetsNobody() throws Exception {
        try (RedisServer small = RedisServer.start("--maxmemory", "3mb", "--maxmemory-policy", "noeviction");
                RedisStore full = RedisStore.connect(small.uri())) {
            StoredSession first = saved(full.create(Sessions.of("alice"), NOW));
            String large = "x".repeat(100_000);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            StoredSession next = saved(full.create(Sessions.of(null), NOW));
                            full.save(next, put("large", large), NOW);
                        }
                    })
                    .isInstanceOf(StoreException.class);
            assertThat(full.find(first.key(), NOW)).isPresent();
        }
    }

    @Test
    void whatRedisSaysOfACommandNeverBringsTheKeyIntoTheMessage() throws Exception {
        try (RedisServer without = RedisServer.start("--rename-command", "HGETALL", "");
                RedisStore broken = RedisStore.connect(without.uri())) {
            StoreKey key = Sessions.newKey();
            assertThatThrownBy(() -> broken.find(key, NOW))
                    .isInstanceOf(StoreException.class)
                    .message()
                    .contains("failed to find a session", "ERR")
                    .doesNotContain(key.hex());
        }
    }

    @Test
    void anAddressWhereNobodyListensIsRefusedAtTheStart() {
        assertThatThrownBy(() -> RedisStore.connect("redis://127.0.0.1:1"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("failed to connect");
    }

    /** Asks until the connection stands again; whoever is never answered fails. */
    private static <T> T wellAgain(Supplier<T> call) {
        long begin = System.nanoTime();
        while (true) {
            try {
                return call.get();
            } catch (StoreException down) {
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENCE);
            }
        }
    }
}
