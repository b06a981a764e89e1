package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps sessions by key. Every verb blocks, is atomic and thread-safe, and is told the time; none looks at a clock of its own
 * for expiry. Absence is an answer; the only exception is {@link StoreException}, within the store's deadline (default 2 s) for
 * each call to its backend; nearly every verb is one.
 *
 * <p>What a store must do is examined by {@code SessionStoreContract} in the testkit. Capabilities are further interfaces, asked
 * for by {@link #capability}: {@link SessionsByOwner}, {@link SessionLimit}, {@link ExpiryCleanup}, {@link InvalidationPush},
 * {@link Durable}, {@link FreshReads}.
 */
public interface SessionStore extends AutoCloseable {

    /**
     * Inserts a new record with its expiry; never replaces a live one. An expired record under the key counts as absent.
     *
     * @return {@link SaveResult.Saved} or {@link SaveResult.Taken}
     * @throws StoreException when the backend failed; the record may or may not be there
     */
    SaveResult create(StoredSession session, Instant now);

    /**
     * Reads a record, in one round trip.
     *
     * @return the record with its version; empty when there is none, it has expired, or it is unreadable
     * @throws StoreException when the backend could not be asked
     */
    Optional<StoredSession> find(StoreKey key, Instant now);

    /**
     * Merges changes into the record as it is now; never creates one. One round trip when nobody wrote since {@code found} was
     * read; otherwise merges again until it succeeds or the deadline passes.
     *
     * @param found what {@link #find} or an earlier write gave
     * @return {@link SaveResult.Saved}; {@link SaveResult.Gone}; or {@link SaveResult.Stale} where an expectation failed
     * @throws StoreException when the backend failed; the changes may or may not be there
     */
    SaveResult save(StoredSession found, Changes changes, Instant now);

    /**
     * Moves the record to a new key and merges changes into it. Always expects the version that was found. A crash in between
     * leaves at most one of the two keys.
     *
     * @return {@link SaveResult.Saved} with the record under its new key; {@link SaveResult.Gone}; {@link SaveResult.Taken}
     *     where the new key is in use; {@link SaveResult.Stale} where the record was written since
     * @throws StoreException when the backend failed; at most one of the two keys is found afterwards
     */
    SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now);

    /**
     * Removes the record; what is saved afterwards answers {@link SaveResult.Gone}. Nothing happens where there is none.
     *
     * @throws StoreException when the backend failed; the record may still be there
     */
    void delete(StoreKey key, Instant now);

    /**
     * What this store can do beside keeping sessions; empty where it cannot. A store that stands before others answers for them,
     * so whoever needs a capability asks here instead of looking at the class.
     */
    default <C> Optional<C> capability(Class<C> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }

    /** Why a capability is absent and what to do about it: a clause that continues "&lt;name of the store&gt; ...". */
    default String whyNot(Class<?> capability) {
        return "does not offer " + capability.getSimpleName();
    }

    /** What messages call this store; never an address with a password in it. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** Lets go of what the store holds open; idempotent. Stored sessions stay, except in memory. */
    @Override
    default void close() {}
}
