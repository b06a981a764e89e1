package dev.sojourn.session;

import dev.sojourn.session.cookie.SetCookie;
import dev.sojourn.session.store.StoredSession;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a commit went. */
sealed interface CommitResult {

    /** Written; the cookie is null where the browser's stays as it is. */
    record Kept(StoredSession session, @Nullable SetCookie cookie, Set<String> overwritten) implements CommitResult {}

    /** Not written: the session had ended. */
    record Gone() implements CommitResult {}

    /** Written and ended at once: since the sign-in all sessions of its owner were ended. */
    record Revoked() implements CommitResult {}

    /** Not written: the record has changed; plan again from this one. */
    record Stale(StoredSession current) implements CommitResult {}

    /** Not written: the new identity is in use; plan again with another. */
    record Taken() implements CommitResult {}
}
