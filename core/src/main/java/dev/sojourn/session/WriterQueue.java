package dev.sojourn.session;

import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.token.StoreKey;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lines up the writers of one session within this process: each would otherwise make all others try again, take their places in
 * the store while they do, and of two hundred increments half would not be done in time. Thread-safe.
 *
 * <p>As long as the writers before succeed, a writer waits {@value #PATIENCE_SECONDS} s at most, and {@value #MOST_WAITING} may wait.
 * Once the store has let one of them hang, a writer that has waited for as long as a store may take gives up as well, and whoever
 * comes while the next one tries does not wait at all: the requests of one session do not hold the threads of all. What fails at
 * once holds nobody, and is the affair of whom it fails.
 */
final class WriterQueue {

    private static final int PATIENCE_SECONDS = 10;
    private static final int MOST_WAITING = 256;
    private static final int STRIPES = 1024; // so many that two sessions hardly ever wait for each other

    /** Where the writers of a session meet, with those of a few others. */
    private static final class Stripe {
        private final ReentrantLock lock = new ReentrantLock(true);
        private volatile boolean hung;
        private volatile long hungAt;

        /** The last one to write hung, and gave up later than that. */
        boolean hungSince(long start) {
            return hung && hungAt - start >= 0;
        }

        void hung(long now) {
            hungAt = now;
            hung = true;
        }
    }

    private final Stripe[] stripes = new Stripe[STRIPES];
    private final long storeDeadlineNanos;
    private final LongSupplier nanoTime;

    /** @param storeDeadlineNanos how long a store may take; half of it is to hang */
    WriterQueue(long storeDeadlineNanos, LongSupplier nanoTime) {
        this.storeDeadlineNanos = storeDeadlineNanos;
        this.nanoTime = nanoTime;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    /**
     * Does the work when it is this writer's turn.
     *
     * @throws StoreException when the work throws it, or the turn did not come in time; nothing was done then
     */
    void inTurn(StoreKey key, Runnable work) {
        Stripe stripe = stripe(key);
        long start = nanoTime.getAsLong();
        if (stripe.lock.isLocked() && stripe.hungSince(start - storeDeadlineNanos)) {
            throw hungBefore();
        }
        if (stripe.lock.getQueueLength() >= MOST_WAITING) {
            throw new StoreException(
                    "nothing was written: " + MOST_WAITING + " requests wait to write the same session already");
        }
        await(stripe.lock);
        try {
            long begun = nanoTime.getAsLong();
            if (stripe.hungSince(start) && begun - start > storeDeadlineNanos) {
                throw hungBefore();
            }
            run(stripe, begun, work);
        } finally {
            stripe.lock.unlock();
        }
    }

    private void run(Stripe stripe, long begun, Runnable work) {
        try {
            work.run();
            stripe.hung = false;
        } catch (StoreException failure) {
            long now = nanoTime.getAsLong();
            if (now - begun >= storeDeadlineNanos / 2) {
                stripe.hung(now);
            }
            throw failure;
        }
    }

    /** How many wait for their turn, as near as can be told. */
    int waiting(StoreKey key) {
        return stripe(key).lock.getQueueLength();
    }

    private static StoreException hungBefore() {
        return new StoreException(
                "nothing was written: the store hung for requests of the same session that came before this one");
    }

    private Stripe stripe(StoreKey key) {
        return stripes[Math.floorMod(key.hashCode(), STRIPES)];
    }

    private static void await(ReentrantLock lock) {
        try {
            if (!lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreException("the session could not be written within " + PATIENCE_SECONDS
                        + " s: too many requests of the same session want to write it at once");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while other requests wrote the same session", stopped);
        }
    }
}
