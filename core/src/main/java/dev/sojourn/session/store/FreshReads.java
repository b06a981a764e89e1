package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.Optional;

/** What a store can that keeps near what it has read: look past that. Thread-safe. */
@FunctionalInterface
public interface FreshReads {

    /** Like {@link SessionStore#find}, but as the record is now, wherever that takes a call. */
    Optional<StoredSession> findFresh(StoreKey key, Instant now);
}
