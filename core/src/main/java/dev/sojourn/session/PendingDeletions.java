package dev.sojourn.session;

import dev.sojourn.event.EventType;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Sign-outs that a failing store could not carry out: tried again until they succeed or the session's lifetime has ended anyway.
 * Kept in memory, so lost when the process ends. Thread-safe.
 */
final class PendingDeletions implements AutoCloseable {

    private static final long FIRST_DELAY_MILLIS = 500;
    private static final long LONGEST_DELAY_MILLIS = 30_000;

    private final SessionContext context;
    private final ScheduledExecutorService retries;

    PendingDeletions(SessionContext context) {
        this.context = context;
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread thread = new Thread(task, "sojourn-pending-deletions");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        // The one thread starts with the first failed sign-out, and goes when there is nothing left to retry.
        executor.setKeepAliveTime(1, TimeUnit.MINUTES);
        executor.allowCoreThreadTimeOut(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.retries = executor;
    }

    void add(SessionBackend backend, StoreKey key) {
        Instant end = context.now().plus(context.settings().lifetime());
        retry(backend, key, end, FIRST_DELAY_MILLIS);
    }

    private void retry(SessionBackend backend, StoreKey key, Instant end, long delay) {
        var unused = retries.schedule(() -> attempt(backend, key, end, delay), delay, TimeUnit.MILLISECONDS);
    }

    private void attempt(SessionBackend backend, StoreKey key, Instant end, long delay) {
        Instant now = context.now();
        if (now.isAfter(end)) {
            return;
        }
        try {
            backend.delete(key, now);
            context.tell(EventType.SESSION_DESTROYED, key.handle(), "after the store had failed");
        } catch (StoreException stillDown) {
            // The backend has told of the failure; the session must go all the same.
            retry(backend, key, end, Math.min(2 * delay, LONGEST_DELAY_MILLIS));
        }
    }

    @Override
    public void close() {
        retries.shutdownNow();
    }
}
