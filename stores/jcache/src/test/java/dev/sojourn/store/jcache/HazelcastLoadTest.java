package dev.sojourn.store.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A member dies while calls are on their way to it. */
class HazelcastLoadTest {

    private static final int VISITORS = 8;
    private static final int BEFORE = 100;
    private static final int AFTER = 200;
    private static final String COUNT = "count";

    private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
    private final Instant end = now.plus(Duration.ofMinutes(33));
    private final CountDownLatch begun = new CountDownLatch(VISITORS);
    private final CountDownLatch dead = new CountDownLatch(1);
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    @Test
    void aMemberThatDiesAmidCallsLosesNoCountThatWasAcknowledgedAndRepeatsNone() throws Exception {
        ExecutorService visitors = Executors.newFixedThreadPool(VISITORS);
        try (HazelcastPair pair = new HazelcastPair()) {
            SessionStore store = JCacheStore.on(pair.cache(0, "counts"));
            pair.settle();
            List<Future<Integer>> visits = new ArrayList<>();
            for (int i = 0; i < VISITORS; i++) {
                visits.add(visitors.submit(() -> visit(store)));
            }
            assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
            pair.kill(1);
            dead.countDown();
            for (Future<Integer> visit : visits) {
                assertThat(visit.get(2, TimeUnit.MINUTES)).isPositive();
            }
            System.out.printf(
                    "a member dies amid calls of %d threads: %d counts acknowledged, 0 lost, 0 repeated; %d calls"
                            + " failed%n",
                    VISITORS, acknowledged.get(), failed.get());
        } finally {
            visitors.shutdownNow();
        }
    }

    /** Counts in a session of its own, which every tenth time gets a new key, until well after the death. */
    private int visit(SessionStore store) {
        StoredSession session = saved(store.create(session(), now));
        int count = 0;
        for (int left = AFTER; left > 0; left -= dead.getCount() == 0 ? 1 : 0) {
            StoreKey next = count % 10 == 9 ? StoreKey.of(SessionToken.random(), "test") : session.key();
            boolean acknowledged = countUp(store, session, next);
            Optional<StoredSession> there = store.find(next, now);
            Optional<StoredSession> stayed =
                    next.equals(session.key()) ? Optional.empty() : store.find(session.key(), now);
            assertThat(there.isPresent() && stayed.isPresent())
                    .as("found twice")
                    .isFalse();
            if (acknowledged) {
                assertThat(there.map(HazelcastLoadTest::count)).hasValue(count + 1);
            }
            // Only a renewal that was never acknowledged may take its session with it; the visitor begins anew.
            session = there.or(() -> stayed).orElseGet(() -> saved(store.create(session(), now)));
            count = count(session);
            if (count == BEFORE) {
                begun.countDown();
            }
        }
        return count;
    }

    /** False where the outcome is unknown. Nobody else writes there: any other answer than saved is a wrong one. */
    private boolean countUp(SessionStore store, StoredSession found, StoreKey next) {
        byte[] before = bytes(count(found));
        Changes changes = new Changes(
                Map.of(COUNT, bytes(count(found) + 1)),
                Set.of(),
                Map.of(COUNT, Optional.of(before)),
                null,
                now,
                end,
                null,
                null,
                null);
        try {
            saved(next.equals(found.key()) ? store.save(found, changes, now) : store.renew(found, next, changes, now));
            acknowledged.incrementAndGet();
            return true;
        } catch (StoreException unknown) {
            failed.incrementAndGet();
            return false;
        }
    }

    private StoredSession session() {
        PackedAttributes attributes = PackedAttributes.of(Map.of(COUNT, bytes(0)));
        StoreKey key = StoreKey.of(SessionToken.random(), "test");
        return new StoredSession(key, attributes, now, now, end, end, null, null, null);
    }

    private static StoredSession saved(SaveResult result) {
        if (result instanceof Saved saved) {
            return saved.session();
        }
        throw new AssertionError("not saved but " + result.getClass().getSimpleName());
    }

    private static int count(StoredSession session) {
        return ByteBuffer.wrap(session.attributes().toMap().get(COUNT)).getInt();
    }

    private static byte[] bytes(int count) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(count).array();
    }
}
