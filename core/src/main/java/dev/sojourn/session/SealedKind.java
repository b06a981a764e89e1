package dev.sojourn.session;

import dev.sojourn.session.cookie.SessionCookie;
import dev.sojourn.session.seal.SealingKeys;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoredSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sessions sealed in the cookie, with the stores that were given to end them and to hold what grows too large. Thread-safe. */
final class SealedKind implements SessionKind {

    private final SealingKeys keys;
    private final SessionContext context;
    private final @Nullable SessionStore endings;
    private final @Nullable SessionStore overflow;
    private final @Nullable Revocation revocation;

    SealedKind(
            SealingKeys keys,
            @Nullable SessionStore endings,
            Duration within,
            @Nullable SessionStore overflow,
            SessionContext context) {
        this.keys = keys;
        this.context = context;
        this.endings = endings;
        this.overflow = overflow;
        this.revocation = endings == null ? null : new Revocation(endings, within, context);
    }

    @Override
    public SessionBackend behind(SessionCookie cookie) {
        SpillingSessions spilling =
                overflow == null ? null : new SpillingSessions(new StoredSessions(overflow, cookie, context, true));
        return new SealedSessions(keys, cookie, context, revocation, spilling);
    }

    @Override
    public void requireSessionLimit() {
        throw SealedSessions.uncountable();
    }

    @Override
    public List<SessionStore> stores() {
        return Stream.of(endings, overflow)
                .flatMap(Stream::ofNullable)
                .distinct()
                .toList();
    }

    @Override
    public List<StoredSession> sessionsOf(String owner, Instant now) {
        throw new UnsupportedOperationException(
                "sealed sessions live in browsers alone and cannot be listed; keep sessions in a store that lists by owner,"
                        + " such as MemoryStore");
    }

    @Override
    public void endSessionsOf(String owner, Instant now) {
        revocation().endSessionsOf(owner, now);
    }

    @Override
    public void endAllSessions(Instant now) {
        revocation().endAllSessions(now);
    }

    private Revocation revocation() {
        if (revocation == null) {
            throw new UnsupportedOperationException(
                    "sealed sessions live in browsers alone and cannot be ended from the server without a store that says so;"
                            + " give one by revocableIn, or keep sessions in a store");
        }
        return revocation;
    }
}
