package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The capability of a store to keep an owner to a number of sessions, exactly, whatever runs in parallel. Thread-safe. */
public interface SessionLimit {

    /**
     * Takes one of an owner's places for a session that is about to be created, or renewed, under this key. The place follows the
     * session through later renewals and is free again when it has ended; a place whose session never appeared is free after 60 s.
     * Sessions of the owner that never took a place count as well.
     *
     * @param instead the session that the new one replaces, which need not be the owner's; it is not counted. Null for none
     * @param max how many live sessions the owner may have, at least 1
     * @return true when the place is taken, also where the key had one already; false when the owner has {@code max} others
     * @throws StoreException when the backend failed; the place may or may not be taken
     */
    boolean takePlace(String owner, StoreKey key, @Nullable StoreKey instead, int max, Instant now);
}
