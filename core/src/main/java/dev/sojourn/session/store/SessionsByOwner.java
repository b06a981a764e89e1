package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The capability of a store to know the sessions of one owner. Thread-safe. */
public interface SessionsByOwner {

    /**
     * The live sessions of an owner, in no order; empty where there are none.
     *
     * @throws StoreException when the backend failed
     */
    List<StoredSession> sessionsOf(String owner, Instant now);

    /**
     * Deletes the sessions of an owner.
     *
     * @param except a session to spare; null spares none
     * @return how many live sessions were deleted
     * @throws StoreException when the backend failed; some may have been deleted
     */
    int endSessionsOf(String owner, @Nullable StoreKey except, Instant now);
}
