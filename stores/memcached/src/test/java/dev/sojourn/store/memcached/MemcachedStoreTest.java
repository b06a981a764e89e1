package dev.sojourn.store.memcached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.servers.MemcachedServer;
import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.Durable;
import dev.sojourn.session.store.InvalidationPush;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SessionsByOwner;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.rubyeye.xmemcached.XMemcachedClient;
import org.junit.jupiter.api.Test;

/** What a store answers when servers fail, and what it refuses. */
class MemcachedStoreTest {

    private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);

    @Test
    void aServerThatCameBackRevivesNothingAndNoOtherTakesItsSessions() throws Exception {
        try (MemcachedServer one = NeedsMemcached.start();
                MemcachedServer other = NeedsMemcached.start();
                MemcachedStore store = MemcachedStore.builder(one.address() + "," + other.address())
                        .timeout(Duration.ofMillis(500))
                        .build()) {
            List<StoredSession> sessions = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                sessions.add(saved(store.create(session(10), now)));
            }
            one.kill();
            List<StoredSession> unreachable = new ArrayList<>();
            for (StoredSession session : sessions) {
                try {
                    assertThat(store.find(session.key(), now)).isPresent();
                } catch (StoreException down) {
                    unreachable.add(session);
                }
            }
            assertThat(unreachable).hasSizeBetween(1, 39);
            assertThatThrownBy(store::evictions).isInstanceOf(StoreException.class);

            one.restart();
            for (StoredSession session : unreachable) {
                assertThat(Awaited.wellAgain(() -> store.save(session, put(), now)))
                        .isEqualTo(new Gone());
                assertThat(store.find(session.key(), now)).isEmpty();
            }
        }
    }

    @Test
    void aPausedServerIsAnOutageWithinTheTimeout() throws Exception {
        try (MemcachedServer server = NeedsMemcached.start();
                MemcachedStore store = MemcachedStore.builder(server.address())
                        .timeout(Duration.ofMillis(500))
                        .build()) {
            StoredSession session = saved(store.create(session(10), now));
            server.pause();
            long begin = System.nanoTime();
            assertThatThrownBy(() -> store.find(session.key(), now)).isInstanceOf(StoreException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
            server.resume();
            assertThat(Awaited.wellAgain(() -> store.find(session.key(), now))).isPresent();
        }
    }

    @Test
    void aSessionThatIsTooLargeIsRefusedBeforeItIsSent() throws Exception {
        try (MemcachedServer server = NeedsMemcached.start();
                MemcachedStore store = MemcachedStore.builder(server.address())
                        .maxItemBytes(2048)
                        .build()) {
            StoredSession large = session(3000);
            assertThatThrownBy(() -> store.create(large, now))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("at most 2048 bytes")
                    .hasMessageContaining("maxItemBytes");
            assertThat(store.find(large.key(), now)).isEmpty();
            StoredSession small = saved(store.create(session(10), now));
            Changes growth = Changes.of(Map.of("large", new byte[3000]), Set.of(), now, small.expiresAt());
            assertThatThrownBy(() -> store.renew(small, session(0).key(), growth, now))
                    .isInstanceOf(StoreException.class);
            assertThat(store.find(small.key(), now)).isPresent();
            assertThat(store.evictions()).isZero();
        }
    }

    @Test
    void whatAnotherClientWroteIsNoSessionAndNeverBecomesAnObject() throws Exception {
        List<String> told = new ArrayList<>();
        try (MemcachedServer server = NeedsMemcached.start();
                MemcachedStore store = MemcachedStore.builder(server.address())
                        .events(event -> told.add(event.type().name()))
                        .build()) {
            StoreKey key = session(0).key();
            XMemcachedClient other = new XMemcachedClient("127.0.0.1", server.port());
            other.set("sojourn:" + key.hex(), 0, new ArrayList<>(List.of("an object")));
            other.shutdown();
            assertThat(store.find(key, now)).isEmpty();
            assertThat(told).containsExactly("STORE_RECORD_INVALID");
        }
    }

    @Test
    void aServerWithoutNumbersIsAnOutageThatSaysSo() throws Exception {
        try (MemcachedServer server = NeedsMemcached.start("-C");
                MemcachedStore store = MemcachedStore.connect(server.address())) {
            StoredSession session = saved(store.create(session(10), now));
            assertThatThrownBy(() -> store.find(session.key(), now))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("started with -C");
        }
    }

    @Test
    void whatMemcachedCannotDoIsSaid() throws Exception {
        try (MemcachedServer server = NeedsMemcached.start();
                MemcachedStore store = MemcachedStore.connect(server.address())) {
            assertThat(store.capability(Durable.class)).isEmpty();
            assertThat(store.whyNot(Durable.class)).contains("evicts");
            assertThat(store.capability(SessionsByOwner.class)).isEmpty();
            assertThat(store.whyNot(SessionsByOwner.class)).contains("by their key alone");
            assertThat(store.whyNot(InvalidationPush.class)).isEqualTo("does not offer InvalidationPush");
        }
    }

    @Test
    void aPrefixThatIsNoKeyIsRefused() {
        for (String prefix : List.of("with space", "x".repeat(101), "new\nline")) {
            assertThatThrownBy(() -> MemcachedStore.builder("127.0.0.1:1").prefix(prefix))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("prefix must be");
        }
    }

    private StoredSession session(int size) {
        Instant end = now.plus(Duration.ofMinutes(33));
        return new StoredSession(
                StoreKey.of(SessionToken.random(), "test"),
                PackedAttributes.of(Map.of("name", new byte[size])),
                now,
                now,
                end,
                end,
                null,
                null,
                null);
    }

    private Changes put() {
        return Changes.of(Map.of("a", new byte[1]), Set.of(), now, now.plus(Duration.ofMinutes(33)));
    }

    private static StoredSession saved(SaveResult result) {
        assertThat(result).isInstanceOf(Saved.class);
        return ((Saved) result).session();
    }
}
