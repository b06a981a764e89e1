package dev.sojourn.benchmarks;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** Sessions to be stored, numbered; the same number always has the same key. Immutable. */
final class SampleSessions {

    /** Long enough that none of them ends while it is measured. */
    static final Duration LIFETIME = Duration.ofDays(30);

    private static final int ATTRIBUTES = 3;
    private static final String OVERWRITTEN = "a0";

    private final Map<String, byte[]> attributes = new LinkedHashMap<>();
    private final PackedAttributes packed;

    /** @param bytes how many the attributes have, shared among three of them */
    SampleSessions(int bytes) {
        for (int i = 0; i < ATTRIBUTES; i++) {
            byte[] value = new byte[Math.max(1, bytes / ATTRIBUTES - 4)];
            for (int at = 0; at < value.length; at++) {
                value[at] = (byte) mix(at + (long) i * value.length);
            }
            attributes.put("a" + i, value);
        }
        packed = PackedAttributes.of(attributes);
    }

    /** The number's session, with attributes of its own on the heap. */
    StoredSession session(long number, Instant now, Instant expiresAt) {
        return session(number, PackedAttributes.of(attributes), now, expiresAt);
    }

    /** The number's session, with attributes that it shares with others. */
    StoredSession sharing(long number, Instant now) {
        return session(number, packed, now, now.plus(LIFETIME));
    }

    private static StoredSession session(long number, PackedAttributes attributes, Instant now, Instant expiresAt) {
        return new StoredSession(key(number), attributes, now, now, expiresAt, now.plus(LIFETIME), null, null, null);
    }

    /** Writes one of the attributes anew, as long as before. */
    Changes change(Instant now) {
        return Changes.of(Map.of(OVERWRITTEN, value()), Set.of(), now, now.plus(LIFETIME));
    }

    private byte[] value() {
        return attributes.getOrDefault(OVERWRITTEN, new byte[0]);
    }

    /** Spread like the hashes that real keys are. */
    static StoreKey key(long number) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * Long.BYTES);
        for (int i = 0; i < 4; i++) {
            bytes.putLong(mix(4 * number + i));
        }
        return StoreKey.ofBytes(bytes.array());
    }

    /** The numbers below a count, at most 2 billion, as their keys follow each other byte by byte. */
    static long[] inKeyOrder(long count) {
        return LongStream.range(0, count)
                .boxed()
                .sorted((one, other) -> Long.compareUnsigned(mix(4 * one), mix(4 * other)))
                .mapToLong(Long::longValue)
                .toArray();
    }

    /** The finishing steps of SplitMix64: a bijection that looks like chance and repeats itself from run to run. */
    static long mix(long value) {
        long mixed = value * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
