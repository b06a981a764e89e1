package dev.sojourn.store.memcached;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventListener;
import dev.sojourn.event.EventType;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells when servers evict: an evicted session looks like one that ended, and only their count betrays it. Looks on a daemon thread
 * of its own, until it is closed. What was evicted before the first look is not told. Looks come one after the other.
 */
final class EvictionWatch implements AutoCloseable {

    private final Supplier<Map<InetSocketAddress, Long>> counts;
    private final EventListener events;
    private final Clock clock;
    private final Map<InetSocketAddress, Long> known = new HashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Not yet started.
     *
     * @param counts what each server has evicted since its start
     */
    EvictionWatch(Supplier<Map<InetSocketAddress, Long>> counts, EventListener events, Clock clock) {
        this.counts = counts;
        this.events = events;
        this.clock = clock;
    }

    static EvictionWatch start(Supplier<Map<InetSocketAddress, Long>> counts, EventListener events, Duration every) {
        EvictionWatch watch = new EvictionWatch(counts, events, Clock.systemUTC());
        Thread thread = new Thread(() -> watch.run(every), "sojourn-memcached-evictions");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    private void run(Duration every) {
        try {
            do {
                look();
            } while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException toldToStop) {
            Thread.currentThread().interrupt();
        }
    }

    void look() {
        try {
            counts.get().forEach(this::compare);
        } catch (RuntimeException failure) {
            if (closed.getCount() > 0) {
                tell(EventType.STORE_FAILED, "look at evictions: " + failure);
            }
        }
    }

    private void compare(InetSocketAddress server, long count) {
        Long before = known.put(server, count);
        if (before == null) {
            return;
        }
        long grown = count < before ? count : count - before; // one that was started anew counts from 0
        if (grown > 0) {
            tell(
                    EventType.SESSION_EVICTED,
                    grown + (grown == 1 ? " item" : " items") + " evicted by Memcached at " + server.getHostString()
                            + ":" + server.getPort() + ", sessions or others'; it needs more memory (-m)");
        }
    }

    private void tell(EventType type, String detail) {
        events.on(new Event(type, clock.instant(), null, detail));
    }

    /** Stops; a look under way is the last, and is neither waited for nor told to have failed. Idempotent. */
    @Override
    public void close() {
        closed.countDown();
    }
}
