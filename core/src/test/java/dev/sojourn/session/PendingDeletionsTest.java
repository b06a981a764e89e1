package dev.sojourn.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventType;
import dev.sojourn.session.codec.SessionCodec;
import dev.sojourn.session.cookie.SessionCookie;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sign-outs during an outage, with a retrying thread that waits for the test before every turn. */
class PendingDeletionsTest {

    private final FailingStore store = new FailingStore(MemoryStore.create());
    private final AdjustableClock clock = new AdjustableClock();
    private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
    private final SessionContext context =
            new SessionContext(SessionSettings.standard(), SessionCodec.standard(), clock, events::add);
    private final SessionBackend backend = new StoredSessions(store, SessionCookie.standard(), context);

    private final List<Long> delays = new ArrayList<>();
    private final Semaphore waits = new Semaphore(0);
    private final Semaphore turns = new Semaphore(0);
    private volatile Thread worker = Thread.currentThread();
    private final PendingDeletions pending = new PendingDeletions(context, this::waitForTheTest);

    private long waitForTheTest(long delay) {
        worker = Thread.currentThread();
        delays.add(delay);
        waits.release();
        turns.acquireUninterruptibly();
        return 0;
    }

    @AfterEach
    void letTheThreadGo() {
        pending.close();
        turns.release();
    }

    private static StoreKey key() {
        return StoreKey.of(SessionToken.random(), "app");
    }

    private void addKeys(int count) {
        for (int added = 0; added < count; added++) {
            pending.add(backend, Ending.of(key()));
        }
    }

    private void untilItWaits() throws InterruptedException {
        assertThat(waits.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }

    /** One turn, which leaves something to do. */
    private void turn() throws InterruptedException {
        turns.release();
        untilItWaits();
    }

    /** One turn, after which nothing waits and the thread is gone. */
    private void lastTurn() throws InterruptedException {
        turns.release();
        worker.join(10_000);
        assertThat(worker.isAlive()).isFalse();
    }

    private long told(EventType type) {
        return events.stream().filter(event -> event.type() == type).count();
    }

    @Test
    void aTurnStopsAtTheFirstFailureAndTheNextOneComesLater() throws InterruptedException {
        store.down = true;
        addKeys(5);
        untilItWaits();
        for (int failed = 1; failed <= 8; failed++) {
            turn();
            assertThat(store.calls).hasValue(failed);
        }
        assertThat(delays).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 30_000L, 30_000L, 30_000L);
    }

    @Test
    void whenTheStoreIsBackOneTurnCarriesOutAllAndTheThreadGoes() throws InterruptedException {
        store.down = true;
        addKeys(5);
        untilItWaits();
        turn();
        store.down = false;
        store.calls.set(0);
        lastTurn();
        assertThat(store.calls).hasValue(5);
        assertThat(told(EventType.SESSION_DESTROYED)).isEqualTo(5);

        Thread first = worker;
        addKeys(1);
        untilItWaits();
        assertThat(worker).isNotSameAs(first);
        assertThat(worker.isDaemon()).isTrue();
        assertThat(delays).containsExactly(500L, 1000L, 500L);
        lastTurn();
        assertThat(store.calls).hasValue(6);
    }

    @Test
    void theSameSignOutWaitsOnce() throws InterruptedException {
        StoreKey key = key();
        for (int times = 0; times < 100; times++) {
            pending.add(backend, Ending.of(StoreKey.ofBytes(key.bytes())));
        }
        untilItWaits();
        lastTurn();
        assertThat(store.calls).hasValue(1);
        assertThat(delays).hasSize(1);
    }

    @Test
    void whenFullTheOldestStayAndTheFirstRefusalIsTold() throws InterruptedException {
        List<String> handles = new ArrayList<>();
        for (int added = 0; added < PendingDeletions.CAPACITY + 100; added++) {
            StoreKey key = key();
            handles.add(key.handle());
            pending.add(backend, Ending.of(key));
        }
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(EventType.STORE_FAILED);
            assertThat(event.handle()).isEqualTo(handles.get(PendingDeletions.CAPACITY));
            assertThat(event.detail()).contains("10000 sign-outs");
        });
        events.clear();
        untilItWaits();
        lastTurn();
        assertThat(events).extracting(Event::handle).isEqualTo(handles.subList(0, PendingDeletions.CAPACITY));
    }

    @Test
    void aKeyThatAloneFailsKeepsNoOtherWaiting() throws InterruptedException {
        FailingStore broken = new FailingStore(MemoryStore.create());
        broken.down = true;
        pending.add(new StoredSessions(broken, SessionCookie.standard(), context), Ending.of(key()));
        addKeys(3);
        untilItWaits();
        turn();
        assertThat(store.calls).hasValue(0);
        turn();
        assertThat(store.calls).hasValue(3);
        assertThat(broken.calls).hasValue(2);
    }

    @Test
    void whatHasExpiredMeanwhileIsForgottenUnasked() throws InterruptedException {
        store.down = true;
        addKeys(2);
        clock.advance(Duration.ofHours(1));
        addKeys(1);
        untilItWaits();
        clock.advance(context.settings().lifetime().minusMinutes(30));
        store.down = false;
        lastTurn();
        assertThat(store.calls).hasValue(1);
        assertThat(told(EventType.SESSION_DESTROYED)).isEqualTo(1);
    }

    @Test
    void afterClosingNothingIsTriedOrKept() throws InterruptedException {
        addKeys(2);
        untilItWaits();
        pending.close();
        pending.close();
        lastTurn();
        addKeys(1);
        assertThat(waits.availablePermits()).isZero();
        assertThat(store.calls).hasValue(0);
    }

    @Test
    void aSignOutThatComesWhileTheThreadIsLeavingIsNotLost() throws InterruptedException {
        int rounds = Integer.getInteger("sojourn.rounds", 200);
        int threads = 3;
        CountDownLatch destroyed = new CountDownLatch(rounds * threads);
        SessionContext counting =
                new SessionContext(context.settings(), context.codec(), clock, event -> destroyed.countDown());
        LongUnaryOperator atOnce = delay -> 0;
        try (PendingDeletions eager = new PendingDeletions(counting, atOnce)) {
            List<Thread> adders = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                Thread adder = new Thread(() -> {
                    for (int round = 0; round < rounds; round++) {
                        eager.add(backend, Ending.of(key()));
                    }
                });
                adder.start();
                adders.add(adder);
            }
            for (Thread adder : adders) {
                adder.join();
            }
            assertThat(destroyed.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(store.calls).hasValue(rounds * threads);
    }
}
