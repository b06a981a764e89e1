package dev.sojourn.session;

import dev.sojourn.event.EventType;
import dev.sojourn.session.SessionBackend.Found;
import dev.sojourn.session.cookie.SessionCookie;
import dev.sojourn.session.cookie.SetCookie;
import dev.sojourn.session.seal.Opened;
import dev.sojourn.session.seal.Sealer;
import dev.sojourn.session.seal.SealingKeys;
import dev.sojourn.session.store.InvalidRecordException;
import dev.sojourn.session.store.StoredSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cookie that a sealed session is: opens what browsers send, seals what they are given. Thread-safe. */
final class SealedCookie {

    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final String PURPOSE = "session";

    private final Sealer sealer;
    private final SessionCookie cookie;
    private final SessionContext context;

    SealedCookie(SealingKeys keys, SessionCookie cookie, SessionContext context) {
        this.sealer = keys.sealer(PURPOSE, context.settings().application(), cookie.name());
        this.cookie = cookie;
        this.context = context;
    }

    /** The session in a cookie, as far as the cookie itself knows; null where it is none of ours, which is told, or past its end. */
    @Nullable
    Found open(String value, Instant now) {
        Optional<Opened> opened = sealer.open(value);
        if (opened.isEmpty()) {
            context.tell(EventType.CRYPT_DECRYPT_FAIL, null, "a session cookie did not open");
            return null;
        }
        StoredSession session = decoded(opened.get());
        return session == null || !current(session, now)
                ? null
                : new Found(session, !opened.get().current());
    }

    /** The session in a cookie, at whatever time; null where it is none of ours. */
    @Nullable
    StoredSession read(String value) {
        return sealer.open(value).map(this::decoded).orElse(null);
    }

    private @Nullable StoredSession decoded(Opened opened) {
        try {
            return SealedRecord.decode(opened.plaintext(), context.settings());
        } catch (InvalidRecordException newerForm) {
            context.tell(EventType.CRYPT_DECRYPT_FAIL, null, String.valueOf(newerForm.getMessage()));
            return null;
        }
    }

    /** Whether it is worth asking a store: neither from the future nor at its end. The record of a spilled one knows its last use. */
    private boolean current(StoredSession session, Instant now) {
        Instant latest = now.plus(SKEW);
        if (session.createdAt().isAfter(latest) || session.lastSeenAt().isAfter(latest)) {
            context.tell(EventType.CRYPT_DECRYPT_FAIL, session.key().handle(), "a session from the future");
            return false;
        }
        return SealedMark.of(session).spilled() == null
                ? context.settings().alive(session, now)
                : now.isBefore(session.endsAt());
    }

    /** The most octets of plaintext that a cookie holds. */
    int capacity() {
        return sealer.capacity();
    }

    /** The cookie to set for a session whose plaintext this is. */
    SetCookie live(StoredSession session, byte[] plaintext, Instant now) {
        Instant end = session.createdAt().plus(context.settings().lifetime());
        return cookie.live(sealer.seal(plaintext), Duration.between(now, end), now);
    }

    SetCookie deletion() {
        return cookie.deletion();
    }
}
