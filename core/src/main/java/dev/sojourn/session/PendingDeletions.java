package dev.sojourn.session;

import dev.sojourn.event.EventType;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sign-outs that a failing store could not carry out: tried again until they succeed or the session's lifetime has ended anyway.
 * At most {@value #CAPACITY}, in memory, so lost when the process ends. One daemon thread, while anything waits. Thread-safe.
 */
final class PendingDeletions implements AutoCloseable {

    static final int CAPACITY = 10_000;

    private static final long FIRST_DELAY_MILLIS = 500;
    private static final long LONGEST_DELAY_MILLIS = 30_000;

    private record Pending(SessionBackend backend, Ending ending, Instant end) {
        StoreKey key() {
            return ending.key();
        }
    }

    private final SessionContext context;
    private final LongUnaryOperator pace;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    // What follows is guarded by the lock, which is never held while the store or a listener is called.
    private final Map<StoreKey, Pending> waiting = new LinkedHashMap<>();
    private @Nullable Thread worker;
    private boolean refusing;

    PendingDeletions(SessionContext context) {
        this(context, LongUnaryOperator.identity());
    }

    /** Tests give a pace of their own: it is asked before every wait, and answers how many milliseconds to wait instead. */
    PendingDeletions(SessionContext context, LongUnaryOperator pace) {
        this.context = context;
        this.pace = pace;
    }

    /** Keeps an ending for later; once is enough. When full, what waits stays, and the first refusal is told as an event. */
    void add(SessionBackend backend, Ending ending) {
        Instant end = context.now().plus(context.settings().lifetime());
        if (!admitted(new Pending(backend, ending, end))) {
            String detail =
                    CAPACITY + " sign-outs wait for the store; further ones are not retried until these are done";
            context.tell(EventType.STORE_FAILED, ending.key().handle(), detail);
        }
    }

    /** False for the first one refused, until all that wait are done. */
    private boolean admitted(Pending pending) {
        lock.lock();
        try {
            if (closed.getCount() == 0 || waiting.containsKey(pending.key())) {
                return true;
            }
            if (waiting.size() >= CAPACITY) {
                boolean toldAlready = refusing;
                refusing = true;
                return toldAlready;
            }
            waiting.put(pending.key(), pending);
            if (worker == null || !worker.isAlive()) {
                worker = new Thread(this::run, "sojourn-pending-deletions");
                worker.setDaemon(true);
                worker.start();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        long delay = FIRST_DELAY_MILLIS;
        try {
            while (!closed.await(pace.applyAsLong(delay), TimeUnit.MILLISECONDS) && !walk()) {
                delay = Math.min(2 * delay, LONGEST_DELAY_MILLIS);
            }
        } catch (InterruptedException toldToStop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether everything is done; false at the first failure, for the others would only wait for the same store. */
    private boolean walk() {
        for (Pending next = next(); next != null; next = next()) {
            Instant now = context.now();
            boolean inTime = !now.isAfter(next.end());
            try {
                if (inTime) {
                    next.backend().end(next.ending(), now);
                }
            } catch (RuntimeException failure) {
                if (!(failure instanceof StoreException)) { // which the backend has told already
                    context.tell(EventType.STORE_FAILED, next.key().handle(), "pending sign-out: " + failure);
                }
                settle(next, false);
                return false;
            }
            settle(next, true);
            if (inTime) {
                context.tell(EventType.SESSION_DESTROYED, next.key().handle(), "after the store had failed");
            }
        }
        return true;
    }

    /** Null when nothing waits, and then the next key starts a thread anew. */
    private @Nullable Pending next() {
        lock.lock();
        try {
            if (closed.getCount() > 0 && !waiting.isEmpty()) {
                return waiting.values().iterator().next();
            }
            worker = null;
            refusing = false;
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** One not done goes to the back: should it be the only one that fails, no other waits for it. */
    private void settle(Pending pending, boolean done) {
        lock.lock();
        try {
            waiting.remove(pending.key());
            if (!done) {
                waiting.put(pending.key(), pending);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Stops; an attempt under way ends by itself and is the last. Idempotent. */
    @Override
    public void close() {
        closed.countDown();
    }
}
