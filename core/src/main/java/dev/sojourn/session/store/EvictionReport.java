package dev.sojourn.session.store;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventListener;
import dev.sojourn.event.EventType;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells of evicted sessions: the first at once, those after it summed up, at most one event in ten seconds, so that a flood of
 * new sessions does not drown the log as well. Thread-safe.
 */
final class EvictionReport {

    private static final long PAUSE_MILLIS = 10_000;

    private final EventListener events;
    private final String bound;
    private final AtomicLong untold = new AtomicLong();
    private final AtomicLong lastTold = new AtomicLong(-PAUSE_MILLIS);

    /** @param bound what the store keeps within, for people: "100000 sessions" */
    EvictionReport(EventListener events, String bound) {
        this.events = events;
        this.bound = bound;
    }

    /** Counts one; quick and silent, since it is called inside the cache's locks. */
    void evicted() {
        untold.incrementAndGet();
    }

    /** Tells what is untold, unless an event went out just now. */
    void tell(Instant now) {
        if (untold.get() == 0) {
            return;
        }
        long last = lastTold.get();
        long time = now.toEpochMilli();
        boolean due = time < last || time - last >= PAUSE_MILLIS;
        if (due && lastTold.compareAndSet(last, time)) {
            tellNow(now);
        }
    }

    /** Tells what is untold, whenever the last event was. */
    void tellNow(Instant now) {
        long count = untold.getAndSet(0);
        if (count > 0) {
            String detail =
                    count + (count == 1 ? " live session" : " live sessions") + " evicted to keep within " + bound;
            events.on(new Event(EventType.SESSION_EVICTED, now, null, detail));
        }
    }
}
