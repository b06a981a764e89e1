package dev.sojourn.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.TcpProxy;
import dev.sojourn.session.store.CachingStore;
import dev.sojourn.session.store.ForwardingStore;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes with a near cache each on one real Redis, one of them over a wire that can be cut. */
@Timeout(120)
class NearCacheTest {

    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static RedisServer server;

    private TcpProxy wire;
    private Counting counting;
    private SessionStore here;
    private SessionStore elsewhere;

    @BeforeAll
    static void startServer() throws IOException {
        server = RedisServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void connect() throws IOException {
        wire = TcpProxy.to(server.port());
        counting = new Counting(RedisStore.connect("redis://127.0.0.1:" + wire.port()));
        here = CachingStore.around(counting);
        elsewhere = CachingStore.around(RedisStore.connect(server.uri()));
    }

    @AfterEach
    void disconnect() {
        here.close();
        elsewhere.close();
        wire.close();
    }

    @Test
    void aLogoutElsewhereIsSeenWithinASecond() {
        for (int round = 0; round < Math.min(50, Integer.getInteger("sojourn.rounds", 200)); round++) {
            StoreKey key = near();
            elsewhere.delete(key, NOW);
            assertEndsWithinTheBound(key, System.nanoTime());
        }
    }

    @Test
    void aLogoutBehindABlackHoleIsNotHiddenForLongerThanASecond() {
        StoreKey key = near();
        wire.mode(TcpProxy.Mode.BLACK_HOLE);
        elsewhere.delete(key, NOW);
        assertEndsWithinTheBound(key, System.nanoTime());
        wire.mode(TcpProxy.Mode.FORWARD);
        wire.cut();
        assertThat(near()).isNotNull();
    }

    @Test
    void afterACutReadsGoThroughUntilTheChannelStandsAgain() {
        StoreKey key = near();
        wire.mode(TcpProxy.Mode.REFUSE);
        wire.cut();
        elsewhere.delete(key, NOW);
        assertEndsWithinTheBound(key, System.nanoTime());
        wire.mode(TcpProxy.Mode.FORWARD);
        StoreKey other = near();
        elsewhere.delete(other, NOW);
        assertEndsWithinTheBound(other, System.nanoTime());
    }

    /** A session that is served from the cache here, as soon as the channel is trusted. */
    private StoreKey near() {
        StoreKey key = StoreKey.of(SessionToken.random(), "near");
        Instant end = NOW.plusSeconds(3600);
        elsewhere.create(new StoredSession(key, PackedAttributes.EMPTY, NOW, NOW, end, end, null, null, null), NOW);
        long begun = System.nanoTime();
        int before;
        do {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENCE);
            before = counting.finds.get();
        } while (!found(key) || counting.finds.get() > before);
        return key;
    }

    /** No read that begins a second after the logout finds the session; one that reaches nobody does not either. */
    private void assertEndsWithinTheBound(StoreKey key, long since) {
        long begun;
        do {
            begun = System.nanoTime();
            if (Duration.ofNanos(begun - since).compareTo(BOUND) > 0) {
                assertThat(found(key)).as("found after the bound").isFalse();
                return;
            }
        } while (found(key));
    }

    private boolean found(StoreKey key) {
        try {
            return here.find(key, NOW).isPresent();
        } catch (StoreException unreachable) {
            return false;
        }
    }

    private static final class Counting extends ForwardingStore {

        final AtomicInteger finds = new AtomicInteger();

        Counting(SessionStore store) {
            super(store);
        }

        @Override
        public Optional<StoredSession> find(StoreKey key, Instant now) {
            finds.incrementAndGet();
            return super.find(key, now);
        }
    }
}
