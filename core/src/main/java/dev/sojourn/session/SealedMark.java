package dev.sojourn.session;

import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import org.jspecify.annotations.Nullable;

/**
 * What a sealed session carries beside its content; stands as the version of its record.
 *
 * @param identity its random id and the key derived from it
 * @param epoch since when it counts, in milliseconds since 1970
 * @param spilled where its content lies; null where the cookie holds it
 */
record SealedMark(Identity identity, long epoch, @Nullable Spilled spilled) {

    /**
     * Content that lies in a store.
     *
     * @param token what leads to its record
     * @param record the record as it was found or written; null while only the cookie was read
     * @param outdated true when the cookie should be sealed anew with the next write
     */
    record Spilled(SessionToken token, @Nullable StoredSession record, boolean outdated) {}

    /** The mark of a session that came out of a cookie, or went into one. */
    static SealedMark of(StoredSession session) {
        if (session.version() instanceof SealedMark mark) {
            return mark;
        }
        throw new IllegalArgumentException("not a sealed session: " + session.key());
    }
}
