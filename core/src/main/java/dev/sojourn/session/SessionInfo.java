package dev.sojourn.session;

import dev.sojourn.session.store.StoredSession;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session as its owner or an administrator may see it. Immutable; holds nothing that opens the session.
 *
 * @param handle its public handle
 * @param createdAt when it began, or its owner signed in
 * @param lastSeenAt its last use, to within a tenth of the idle timeout
 * @param expiresAt when it ends if it is not used again
 * @param device short label of the browser; null where unknown
 */
public record SessionInfo(
        String handle,
        Instant createdAt,
        Instant lastSeenAt,
        Instant expiresAt,
        @Nullable String device) {

    static SessionInfo of(StoredSession session) {
        return new SessionInfo(
                session.key().handle(),
                session.createdAt(),
                session.lastSeenAt(),
                session.expiresAt(),
                session.device());
    }
}
