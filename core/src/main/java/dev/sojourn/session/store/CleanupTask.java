package dev.sojourn.session.store;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventListener;
import dev.sojourn.event.EventType;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Clears a store of its dead every ten minutes, give or take a tenth, on one daemon thread, until it is closed. A failure is
 * told as an event, and the next turn comes as usual. Thread-safe.
 */
public final class CleanupTask implements AutoCloseable {

    private static final long INTERVAL_MILLIS = Duration.ofMinutes(10).toMillis();
    private static final long JITTER_MILLIS = INTERVAL_MILLIS / 10;

    private final ExpiryCleanup store;
    private final Clock clock;
    private final EventListener events;
    private final Timer timer;

    CleanupTask(ExpiryCleanup store, Clock clock, EventListener events, Timer timer) {
        this.store = store;
        this.clock = clock;
        this.events = events;
        this.timer = timer;
    }

    /** Starts clearing this store; the first turn comes in about ten minutes. */
    public static CleanupTask start(ExpiryCleanup store, Clock clock, EventListener events) {
        CleanupTask task = new CleanupTask(store, clock, events, new DaemonTimer());
        task.scheduleNext();
        return task;
    }

    /** Stops; a turn under way ends by itself. Idempotent. */
    @Override
    public void close() {
        timer.close();
    }

    /** The jitter keeps nodes that were started together from cleaning together. */
    void scheduleNext() {
        long jitter = ThreadLocalRandom.current().nextLong(-JITTER_MILLIS, JITTER_MILLIS + 1);
        timer.runAfter(Duration.ofMillis(INTERVAL_MILLIS + jitter), this::turn);
    }

    private void turn() {
        try {
            store.deleteExpired(clock.instant());
        } catch (RuntimeException failure) {
            events.on(new Event(EventType.STORE_FAILED, clock.instant(), null, "clean-up of expired sessions: " + failure));
        } finally {
            scheduleNext();
        }
    }

    /** Runs something once, later. */
    interface Timer extends AutoCloseable {

        /** After {@link #close} nothing is run any more. */
        void runAfter(Duration delay, Runnable turn);

        @Override
        void close();
    }

    private static final class DaemonTimer implements Timer {

        private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
                1, DaemonTimer::daemon, new ThreadPoolExecutor.DiscardPolicy()); // too late after close: nothing to do

        DaemonTimer() {
            thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        }

        @Override
        public void runAfter(Duration delay, Runnable turn) {
            thread.schedule(turn, delay.toMillis(), TimeUnit.MILLISECONDS);
        }

        /** Does not interrupt: an interrupt in the middle of file or network work would look like a failure. */
        @Override
        public void close() {
            thread.shutdown();
        }

        private static Thread daemon(Runnable turns) {
            Thread thread = new Thread(turns, "sojourn-cleanup");
            thread.setDaemon(true);
            return thread;
        }
    }
}
