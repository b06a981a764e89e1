package dev.sojourn.session;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventListener;
import dev.sojourn.event.EventType;
import dev.sojourn.session.codec.SessionCodec;
import dev.sojourn.session.store.StoreException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What every part of one manager works with. */
record SessionContext(
        SessionSettings settings, SessionCodec codec, Clock clock, EventListener events, WriterQueue writers) {

    SessionContext(SessionSettings settings, SessionCodec codec, Clock clock, EventListener events) {
        this(settings, codec, clock, events, new WriterQueue(Committer.DEADLINE_NANOS, System::nanoTime));
    }

    /** The time in the precision that records keep. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    void tell(EventType type, @Nullable String handle, String detail) {
        events.on(new Event(type, now(), handle, detail));
    }

    /** What a store answers; where it fails, that is told. */
    <T> T asking(Supplier<T> store) {
        try {
            return store.get();
        } catch (StoreException failure) {
            tell(EventType.STORE_FAILED, null, String.valueOf(failure.getMessage()));
            throw failure;
        }
    }
}
