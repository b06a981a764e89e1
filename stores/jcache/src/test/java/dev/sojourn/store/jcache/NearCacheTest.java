package dev.sojourn.store.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.CachingStore;
import dev.sojourn.session.store.ForwardingStore;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A near cache on one member of a Hazelcast pair, and what becomes of the sessions that are ended past it. */
@Timeout(120)
class NearCacheTest {

    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private HazelcastPair pair;
    private Counting counting;
    private SessionStore here;
    private SessionStore beside;
    private SessionStore elsewhere;

    @BeforeEach
    void startMembers() {
        pair = new HazelcastPair();
        Cache<String, String> cache = pair.cache(0, "near");
        counting = new Counting(JCacheStore.on(cache));
        here = CachingStore.around(counting);
        beside = JCacheStore.on(cache);
        elsewhere = JCacheStore.on(pair.cache(1, "near"));
        pair.settle();
    }

    @AfterEach
    void stopMembers() {
        here.close();
        pair.close();
    }

    @Test
    void aLogoutOnTheOtherMemberIsSeenWithinASecond() {
        for (int round = 0; round < Math.min(10, Integer.getInteger("sojourn.rounds", 200)); round++) {
            StoreKey key = near();
            elsewhere.delete(key, NOW);
            assertEndsWithinTheBound(key, System.nanoTime());
        }
    }

    @Test
    void aLogoutByAMemberThatDiesWithItIsSeenWithinASecond() {
        StoreKey key = near();
        elsewhere.delete(key, NOW);
        long since = System.nanoTime();
        pair.kill(1);
        assertEndsWithinTheBound(key, since);
    }

    @Test
    void afterAMembersDeathSessionsAreNearAgainAndEndWithinASecond() {
        StoreKey before = near();
        pair.kill(1);
        assertNear(before);
        StoreKey after = near();
        for (StoreKey key : new StoreKey[] {before, after}) {
            beside.delete(key, NOW);
            assertEndsWithinTheBound(key, System.nanoTime());
        }
    }

    /** A session that was served from the cache here. */
    private StoreKey near() {
        StoreKey key = StoreKey.of(SessionToken.random(), "near");
        Instant end = NOW.plusSeconds(3600);
        beside.create(new StoredSession(key, PackedAttributes.EMPTY, NOW, NOW, end, end, null, null, null), NOW);
        assertNear(key);
        return key;
    }

    /** Found, sooner or later, without a read of the store. */
    private void assertNear(StoreKey key) {
        long begun = System.nanoTime();
        int before;
        do {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENCE);
            before = counting.finds.get();
        } while (!found(key) || counting.finds.get() > before);
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
