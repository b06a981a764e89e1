package dev.sojourn.session.store;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls of one store that are under way: so many at once, each for so long. Thread-safe. */
final class Calls {

    private final String store;
    private final int maxCalls;
    private final Duration maxWait;
    private final @Nullable Duration deadline;
    private final Semaphore places;
    private final @Nullable ExecutorService threads;

    Calls(String store, int maxCalls, Duration maxWait, @Nullable Duration deadline) {
        this.store = store;
        this.maxCalls = maxCalls;
        this.maxWait = maxWait;
        this.deadline = deadline;
        this.places = new Semaphore(maxCalls);
        // The places bound the threads: a task starts with a place and gives it back as its last act.
        this.threads = deadline == null
                ? null
                : Executors.newCachedThreadPool(task -> {
                    Thread thread = new Thread(task, "sojourn-store-call");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Runs a call that has a place; it answers, or ends in a {@link StoreException}. */
    <T> T run(Supplier<T> call) {
        takePlace();
        if (threads != null && deadline != null) {
            return await(submit(threads, call), deadline);
        }
        try {
            return call.get();
        } finally {
            places.release();
        }
    }

    void close() {
        if (threads != null) {
            threads.shutdown();
        }
    }

    private void takePlace() {
        if (places.tryAcquire()) {
            return;
        }
        try {
            if (places.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StoreException(
                    "interrupted while waiting for a call to " + store + "; nothing was sent", stopped);
        }
        throw new StoreException(store + " has " + maxCalls + " calls under way, the limit, and none ended within "
                + maxWait.toMillis() + " ms; nothing was sent; see whether it hangs, or raise CallLimit's maxCalls");
    }

    private <T> Future<T> submit(ExecutorService pool, Supplier<T> call) {
        boolean handedOver = false;
        try {
            Future<T> answer = pool.submit(() -> {
                try {
                    return call.get();
                } finally {
                    places.release();
                }
            });
            handedOver = true;
            return answer;
        } catch (RejectedExecutionException closed) {
            throw new StoreException(store + " was closed; nothing was sent", closed);
        } finally {
            if (!handedOver) {
                places.release();
            }
        }
    }

    /** The call is never interrupted: that would close the files it works on under the feet of others. */
    private <T> T await(Future<T> answer, Duration time) {
        try {
            return answer.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new StoreException(
                    store + " has not answered within " + time.toMillis()
                            + " ms, its deadline; whether anything was written is unknown",
                    late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StoreException(
                    "interrupted while " + store + " was working; whether anything was written is unknown", stopped);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof RuntimeException known) {
                throw known;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new StoreException(store + " failed", failed);
        }
    }
}
