package dev.sojourn.store.file;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sessions for tests: keys that another process can work out again, and a number as their content. */
final class Records {

    static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    static final Instant EXPIRY = NOW.plus(Duration.ofHours(1));
    static final String NUMBER = "number";

    private Records() {}

    static StoreKey key(String name) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            return StoreKey.ofBytes(hash.digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static StoredSession session(String name) {
        return session(key(name), 0, EXPIRY);
    }

    static StoredSession session(StoreKey key, long number, Instant expiry) {
        PackedAttributes attributes = PackedAttributes.of(Map.of(NUMBER, bytes(number)));
        return new StoredSession(key, attributes, NOW, NOW, expiry, expiry, "alice", null, null);
    }

    static Changes nothing() {
        return Changes.of(Map.of(), Set.of(), NOW, EXPIRY);
    }

    static Changes number(long number) {
        return Changes.of(Map.of(NUMBER, bytes(number)), Set.of(), NOW, EXPIRY);
    }

    /** One more than was found, and only if nobody else counted meanwhile. */
    static Changes increment(StoredSession found) {
        Map<String, Optional<byte[]>> expected =
                Map.of(NUMBER, Optional.ofNullable(found.attributes().get(NUMBER)));
        Map<String, byte[]> set = Map.of(NUMBER, bytes(number(found) + 1));
        return new Changes(set, Set.of(), expected, null, NOW, EXPIRY, null, null, null);
    }

    /** Counts up by one as a request does: on stale, once more with the record that came back. */
    static void increment(FileStore store, StoredSession found) {
        SaveResult result = store.save(found, increment(found), NOW);
        while (result instanceof SaveResult.Stale stale) {
            result = store.save(stale.current(), increment(stale.current()), NOW);
        }
        saved(result);
    }

    static StoredSession saved(SaveResult result) {
        if (result instanceof SaveResult.Saved saved) {
            return saved.session();
        }
        throw new AssertionError("not saved but " + result);
    }

    static long number(StoredSession session) {
        byte @Nullable [] value = session.attributes().get(NUMBER);
        if (value == null) {
            throw new AssertionError("the number is missing");
        }
        return ByteBuffer.wrap(value).getLong();
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
