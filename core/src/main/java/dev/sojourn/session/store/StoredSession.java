package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session at rest. Immutable. Times have millisecond precision; stores may drop anything finer.
 *
 * @param key the key it is stored under
 * @param attributes names and encoded values
 * @param createdAt when it began: creation, or the last sign-in
 * @param lastSeenAt the last use that was written down
 * @param expiresAt from this instant on it counts as absent; use moves it
 * @param endsAt the end of its lifetime, which no use moves; at or after {@code expiresAt}
 * @param owner label of the user it belongs to; null where nobody signed in
 * @param device short clear label of the browser; null where unknown
 * @param version the store's own mark of this state of the record; opaque, null before it is stored
 */
public record StoredSession(
        StoreKey key,
        PackedAttributes attributes,
        Instant createdAt,
        Instant lastSeenAt,
        Instant expiresAt,
        Instant endsAt,
        @Nullable String owner,
        @Nullable String device,
        @Nullable Object version) {

    /** True when the record is dead at that instant. */
    public boolean expired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /** The same record under another version mark. */
    public StoredSession withVersion(@Nullable Object next) {
        return new StoredSession(key, attributes, createdAt, lastSeenAt, expiresAt, endsAt, owner, device, next);
    }

    /** The same record under another key. */
    public StoredSession withKey(StoreKey next) {
        return new StoredSession(next, attributes, createdAt, lastSeenAt, expiresAt, endsAt, owner, device, version);
    }
}
