package dev.sojourn.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.event.EventListener;
import dev.sojourn.session.codec.SessionCodec;
import dev.sojourn.session.store.ForwardingStore;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Epochs only rise, and this node asks for them as seldom as it promised. */
class EpochsTest {

    private static final int ROUNDS = Integer.getInteger("sojourn.rounds", 200);
    private static final StoreKey KEY = StoreKey.ofEpoch("alice", "app");
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final SessionContext context = new SessionContext(
            SessionSettings.standard(), SessionCodec.standard(), new AdjustableClock(), EventListener.logging());
    private final DurableStore store = new DurableStore(MemoryStore.create());
    private final Epochs epochs = new Epochs(store, context);

    @Test
    void anEpochBeginsAMinuteAheadAndRisesByOneAtLeast() {
        assertThat(epochs.read(KEY, NOW)).isZero();
        long first = epochs.raise(KEY, NOW);
        assertThat(first).isEqualTo(NOW.toEpochMilli() + 61_000);
        assertThat(epochs.raise(KEY, NOW)).isEqualTo(first + 1);
        assertThat(epochs.raise(KEY, NOW.minusSeconds(45))).isEqualTo(first + 2);
        assertThat(epochs.read(KEY, NOW)).isEqualTo(first + 2);
    }

    @Test
    void recordsLiveForTheLifetimeAndTwoMinutes() {
        long epoch = epochs.raise(KEY, NOW);
        Instant end = NOW.plus(Duration.ofHours(12)).plus(Duration.ofMinutes(2));
        assertThat(epochs.read(KEY, end.minusMillis(1))).isEqualTo(epoch);
        assertThat(epochs.read(KEY, end)).isZero();
        StoreKey session = StoreKey.ofSealedId(new byte[16], "app");
        assertThat(epochs.bury(session, NOW.plusSeconds(60), NOW)).isTrue();
        assertThat(epochs.bury(session, NOW.plusSeconds(60), NOW)).isFalse();
        assertThat(epochs.read(session, NOW.plusSeconds(179))).isEqualTo(Epochs.NEVER);
        assertThat(epochs.read(session, NOW.plusSeconds(180))).isZero();
    }

    @Test
    void sixteenThreadsRaiseItAndNoneTwiceToTheSame() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                StoreKey key = StoreKey.ofEpoch("owner" + round, "app");
                CountDownLatch start = new CountDownLatch(1);
                List<Long> seen = Collections.synchronizedList(new ArrayList<>());
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    all.add(threads.submit(() -> {
                        start.await();
                        long before = epochs.read(key, NOW);
                        long raised = epochs.raise(key, NOW);
                        assertThat(raised).isGreaterThan(before);
                        assertThat(epochs.read(key, NOW)).isGreaterThanOrEqualTo(raised);
                        return seen.add(raised);
                    }));
                }
                start.countDown();
                for (Future<?> one : all) {
                    one.get(20, TimeUnit.SECONDS);
                }
                assertThat(seen).doesNotHaveDuplicates().hasSize(16);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aRecordThatNobodyCanReadIsReplaced() {
        UnreadableRecord broken = new UnreadableRecord(store);
        long before = epochs.raise(KEY, NOW.toEpochMilli() + 5 * 61_000, NOW.plusSeconds(45));
        long raised = new Epochs(broken, context).raise(KEY, NOW);
        assertThat(raised).as("no less than what nobody could read").isGreaterThan(before);
        assertThat(epochs.read(KEY, NOW)).isEqualTo(raised);
    }

    @Test
    void oneThreadAsksForAllThatWaitAndItsFailureIsTheirs() throws Exception {
        for (boolean down : new boolean[] {true, false}) {
            store.down = down;
            store.finds.set(0);
            SlowReads slow = new SlowReads(store);
            RecentEpochs recent = new RecentEpochs(new Epochs(slow, context), Duration.ofSeconds(5));
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                List<Future<Long>> all = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    all.add(threads.submit(() -> recent.get(KEY, NOW)));
                }
                while (recent.waiting() < 7) {
                    Thread.onSpinWait();
                }
                slow.answer.countDown();
                for (Future<Long> one : all) {
                    if (down) {
                        assertThatThrownBy(() -> one.get(20, TimeUnit.SECONDS))
                                .hasCauseInstanceOf(StoreException.class);
                    } else {
                        assertThat(one.get(20, TimeUnit.SECONDS)).isZero();
                    }
                }
                assertThat(store.finds).hasValue(1);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Test
    void aStoreThatHangsHoldsNoMoreThanSixtyFourWhoWait() throws Exception {
        SlowReads hung = new SlowReads(store);
        RecentEpochs recent = new RecentEpochs(new Epochs(hung, context), Duration.ofSeconds(5));
        ExecutorService threads = Executors.newFixedThreadPool(200);
        ExecutorCompletionService<Long> all = new ExecutorCompletionService<>(threads);
        try {
            for (int i = 0; i < 200; i++) {
                all.submit(() -> recent.get(KEY, NOW));
            }
            for (int i = 0; i < 135; i++) {
                Future<Long> refused = all.poll(30, TimeUnit.SECONDS);
                assertThat(refused).isNotNull();
                assertThatThrownBy(refused::get)
                        .hasCauseInstanceOf(StoreException.class)
                        .hasMessageContaining("64 requests wait for it already");
            }
            hung.answer.countDown();
            for (int i = 0; i < 65; i++) {
                assertThat(all.take().get()).isZero();
            }
        } finally {
            hung.answer.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void aClockSetBackMakesTheNodeAskAgain() {
        RecentEpochs recent = new RecentEpochs(epochs, Duration.ofSeconds(5));
        recent.get(KEY, NOW);
        recent.get(KEY, NOW.plusSeconds(4));
        assertThat(store.finds).hasValue(1);
        recent.get(KEY, NOW.minusSeconds(1));
        assertThat(store.finds).hasValue(2);
    }

    @Test
    void anAnswerThatComesLateTakesNothingBack() {
        RecentEpochs recent = new RecentEpochs(epochs, Duration.ofSeconds(5));
        recent.saw(KEY, 7, NOW);
        recent.saw(KEY, 3, NOW.plusSeconds(1));
        assertThat(recent.past(KEY, 6, NOW.plusSeconds(1))).isTrue();
        assertThat(recent.past(KEY, 7, NOW.plusSeconds(1))).isFalse();
        assertThat(store.finds).hasValue(0);
    }

    /** What it has lies there and cannot be read, until it is deleted. */
    private static final class UnreadableRecord extends ForwardingStore {

        private boolean deleted;

        UnreadableRecord(SessionStore store) {
            super(store);
        }

        @Override
        public Optional<StoredSession> find(StoreKey key, Instant now) {
            return deleted ? super.find(key, now) : Optional.empty();
        }

        @Override
        public void delete(StoreKey key, Instant now) {
            deleted = true;
            super.delete(key, now);
        }
    }

    /** Answers no question before it is told to. */
    private static final class SlowReads extends ForwardingStore {

        private final CountDownLatch answer = new CountDownLatch(1);

        SlowReads(SessionStore store) {
            super(store);
        }

        @Override
        public Optional<StoredSession> find(StoreKey key, Instant now) {
            try {
                answer.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return super.find(key, now);
        }
    }
}
