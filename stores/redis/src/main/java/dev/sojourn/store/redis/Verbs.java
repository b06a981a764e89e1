package dev.sojourn.store.redis;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The verbs that touch a session and the index of its owner. What they promise stands at the store's interfaces. */
interface Verbs {

    /** How long the first version of a session is: scripts in Redis count exactly up to 2^53. */
    int VERSION_BITS = 52;

    SaveResult create(StoredSession session, Instant now);

    SaveResult save(StoredSession found, Changes changes, Instant now);

    SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now);

    void delete(StoreKey key, Instant now);

    /** The keys that the owner's index lists, living or not. */
    List<StoreKey> indexed(String tag);

    int endSessionsOf(String tag, @Nullable StoreKey except, Instant now);

    boolean takePlace(String tag, StoreKey key, @Nullable StoreKey instead, int max, Instant now);
}
