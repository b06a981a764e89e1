package dev.sojourn.session.store;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventListener;
import dev.sojourn.event.EventType;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Clears a store of its dead every ten minutes, give or take a tenth, on one daemon thread, until it is closed. A failure is
 * told as an event, and the next turn comes as usual. Thread-safe.
 */
public final class CleanupTask implements AutoCloseable {

    static final long INTERVAL_MILLIS = Duration.ofMinutes(10).toMillis();
    static final long JITTER_MILLIS = INTERVAL_MILLIS / 10;

    private final ExpiryCleanup store;
    private final Clock clock;
    private final EventListener events;
    private final CountDownLatch closed = new CountDownLatch(1);

    private CleanupTask(ExpiryCleanup store, Clock clock, EventListener events) {
        this.store = store;
        this.clock = clock;
        this.events = events;
    }

    /** Starts clearing this store; the first turn comes in about ten minutes. */
    public static CleanupTask start(ExpiryCleanup store, Clock clock, EventListener events) {
        return start(store, clock, events, CleanupTask::untilNextTurn);
    }

    static CleanupTask start(ExpiryCleanup store, Clock clock, EventListener events, LongSupplier untilNextTurn) {
        CleanupTask task = new CleanupTask(store, clock, events);
        Thread thread = new Thread(() -> task.run(untilNextTurn), "sojourn-cleanup");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** Stops; a turn under way ends by itself and is the last. Does not wait for it. Idempotent. */
    @Override
    public void close() {
        closed.countDown();
    }

    /** Milliseconds; the jitter keeps nodes that were started together from cleaning together. */
    static long untilNextTurn() {
        return INTERVAL_MILLIS + new SecureRandom().nextLong(-JITTER_MILLIS, JITTER_MILLIS + 1);
    }

    private void run(LongSupplier untilNextTurn) {
        try {
            while (!closed.await(untilNextTurn.getAsLong(), TimeUnit.MILLISECONDS)) {
                turn();
            }
        } catch (InterruptedException toldToStop) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() {
        try {
            store.deleteExpired(clock.instant());
        } catch (RuntimeException failure) {
            events.on(new Event(EventType.STORE_FAILED, clock.instant(), null, "clean-up of the expired: " + failure));
        }
    }
}
