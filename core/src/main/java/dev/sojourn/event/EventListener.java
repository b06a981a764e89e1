package dev.sojourn.event;

/** Hears of events, on the thread where they happen, possibly many at once: implementations are thread-safe and quick. */
@FunctionalInterface
public interface EventListener {

    /** Called once per event; an exception thrown here is logged and goes no further. */
    void on(Event event);

    /** The listener that writes each event to the SLF4J logger {@code dev.sojourn.event}. */
    static EventListener logging() {
        return LoggingListener.INSTANCE;
    }

    /** A listener that tells this one, then the other; a failure of one is logged and does not keep the other from hearing. */
    default EventListener and(EventListener other) {
        return event -> {
            LoggingListener.tell(this, event);
            LoggingListener.tell(other, event);
        };
    }

    /** The same listener with its failures contained: what it throws is logged, and the teller goes on. */
    default EventListener guarded() {
        return event -> LoggingListener.tell(this, event);
    }
}
