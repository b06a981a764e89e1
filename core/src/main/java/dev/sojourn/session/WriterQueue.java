package dev.sojourn.session;

import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.token.StoreKey;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lines up the writers of one session within this process: each would otherwise make all others try again, take their places in
 * the store while they do, and of two hundred increments half would not be done in time. Thread-safe.
 *
 * <p>As long as the writers before succeed, a writer waits {@value #PATIENCE_SECONDS} s at most, and {@value #MOST_WAITING} may wait.
 * Once one of them has failed, a writer that has waited for as long as a store may take gives up as well, and whoever comes while
 * the next one tries does not wait at all: behind a store that hangs, the requests of one session do not hold the threads of all.
 */
final class WriterQueue {

    private static final int PATIENCE_SECONDS = 10;
    private static final int MOST_WAITING = 256;
    private static final int STRIPES = 1024; // so many that two sessions hardly ever wait for each other

    /** Where the writers of a session meet, with those of a few others. */
    private static final class Stripe {
        private final ReentrantLock lock = new ReentrantLock(true);
        private volatile boolean failed;
        private volatile long failedAt;

        /** The last one to write failed, later than that. */
        boolean failedSince(long start) {
            return failed && failedAt - start >= 0;
        }

        void failed() {
            failedAt = System.nanoTime();
            failed = true;
        }
    }

    private final Stripe[] stripes = new Stripe[STRIPES];
    private final long storeDeadlineNanos;

    /** @param storeDeadlineNanos how long a store may take */
    WriterQueue(long storeDeadlineNanos) {
        this.storeDeadlineNanos = storeDeadlineNanos;
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
        long start = System.nanoTime();
        if (stripe.lock.isLocked() && stripe.failedSince(start - storeDeadlineNanos)) {
            throw failedBefore();
        }
        if (stripe.lock.getQueueLength() >= MOST_WAITING) {
            throw new StoreException(
                    "the session was not written: " + MOST_WAITING + " requests of it wait to write it already");
        }
        await(stripe.lock);
        try {
            if (stripe.failedSince(start) && System.nanoTime() - start > storeDeadlineNanos) {
                throw failedBefore();
            }
            work.run();
            stripe.failed = false;
        } catch (StoreException failure) {
            stripe.failed();
            throw failure;
        } finally {
            stripe.lock.unlock();
        }
    }

    /** How many wait for their turn, as near as can be told. */
    int waiting(StoreKey key) {
        return stripe(key).lock.getQueueLength();
    }

    private static StoreException failedBefore() {
        return new StoreException("the store failed for requests of the same session that came before this one");
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
