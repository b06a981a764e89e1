package dev.sojourn.session.store;

import java.time.Instant;

/** The capability of a store to remove the dead where its backend does not do so by itself. Thread-safe. */
public interface ExpiryCleanup {

    /**
     * Removes records that expired more than 60 s ago, in bounded batches, while requests go on; a live record is never
     * removed.
     *
     * @return how many were removed
     * @throws StoreException when the backend failed; what was removed stays removed
     */
    int deleteExpired(Instant now);
}
