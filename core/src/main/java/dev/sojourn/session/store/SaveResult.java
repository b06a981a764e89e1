package dev.sojourn.session.store;

import java.util.Set;

/** How a write went. Which answers a verb can give stands with the verb. Immutable. */
public sealed interface SaveResult {

    /**
     * Written.
     *
     * @param session the record as it is now, with the version of this write
     * @param overwritten names whose value another writer had changed since the record was found; empty for a create
     */
    record Saved(StoredSession session, Set<String> overwritten) implements SaveResult {
        /** Copies the set. */
        public Saved {
            overwritten = Set.copyOf(overwritten);
        }

        /** A write that met nobody. */
        public Saved(StoredSession session) {
            this(session, Set.of());
        }
    }

    /** Nothing was written: the session was deleted, has expired, or moved to another key. */
    record Gone() implements SaveResult {}

    /** Nothing was written: the key already has a live record. */
    record Taken() implements SaveResult {}

    /**
     * Nothing was written: what the changes expected no longer holds.
     *
     * @param current the record as it is now
     */
    record Stale(StoredSession current) implements SaveResult {}
}
