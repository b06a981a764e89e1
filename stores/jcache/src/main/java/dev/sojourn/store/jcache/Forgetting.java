package dev.sojourn.store.jcache;

import dev.sojourn.session.store.InvalidationListener;
import dev.sojourn.session.store.InvalidationPush;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Says twice a second that anything may have changed. The listeners of a cache may miss an event, and no question to the cache
 * finds that out, so nothing is left to them: what was read before the last turn is forgotten, told of or not. Thread-safe.
 */
final class Forgetting implements InvalidationPush, AutoCloseable {

    private static final long PAUSE_MILLIS = 500;

    private final Set<Turns> subscribed = ConcurrentHashMap.newKeySet();

    @Override
    public Subscription subscribe(InvalidationListener listener) {
        listener.lost();
        Turns turns = new Turns(listener);
        subscribed.add(turns);
        return () -> {
            turns.end();
            subscribed.remove(turns);
        };
    }

    @Override
    public void close() {
        for (Turns turns : subscribed) {
            turns.end();
            turns.listener.lost();
        }
        subscribed.clear();
    }

    /** What one listener is told, by a thread of its own. */
    private static final class Turns {

        private final InvalidationListener listener;
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "sojourn-jcache-forgetting");
            thread.setDaemon(true);
            return thread;
        });

        Turns(InvalidationListener listener) {
            this.listener = listener;
            var unused = timer.scheduleWithFixedDelay(this::turn, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }

        /** Forgetting comes first: trusted before, what is older than the bound would be found for a moment. */
        private void turn() {
            long begun = System.nanoTime();
            listener.invalidatedAll();
            listener.answered(begun);
        }

        void end() {
            timer.shutdownNow();
        }
    }
}
