package dev.sojourn.session;

import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known to end a session on the server.
 *
 * @param key its key
 * @param endsAt when its lifetime ends anyway; null where its record says so
 * @param spilled the key under which a store keeps its content; null where nothing was spilled
 */
record Ending(
        StoreKey key, @Nullable Instant endsAt, @Nullable StoreKey spilled) {

    /** Of a session whose key says everything. */
    static Ending of(StoreKey key) {
        return new Ending(key, null, null);
    }
}
