package dev.sojourn.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Does something for each of many numbers on some threads, in the order of the numbers as near as may be. For one thread. */
final class Filling {

    private static final int THREADS = 8;
    private static final int BATCH = 100;

    private final long count;
    private final LongConsumer work;
    private final AtomicLong next = new AtomicLong();
    private final AtomicBoolean failed = new AtomicBoolean();

    private Filling(long count, LongConsumer work) {
        this.count = count;
        this.work = work;
    }

    static Filling of(long count, LongConsumer work) {
        return new Filling(count, work);
    }

    /**
     * Runs to the end.
     *
     * @param told hears how many were begun, from any thread
     * @throws IllegalStateException when the work failed; the rest is left undone
     */
    void run(LongConsumer told) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                ends.add(threads.submit(() -> share(told)));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException("filling the store failed: " + failure.getCause(), failure.getCause());
        } catch (InterruptedException toldToStop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("told to stop while filling the store", toldToStop);
        } finally {
            failed.set(true);
            threads.shutdown();
        }
    }

    private void share(LongConsumer told) {
        boolean done = false;
        try {
            for (long from = next.getAndAdd(BATCH); from < count && !failed.get(); from = next.getAndAdd(BATCH)) {
                long to = Math.min(count, from + BATCH);
                for (long number = from; number < to; number++) {
                    work.accept(number);
                }
                told.accept(to);
            }
            done = true;
        } finally {
            if (!done) {
                failed.set(true);
            }
        }
    }
}
