package dev.sojourn.store.redis;

import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In a cluster: which sessions an owner has, or is about to have, kept by calls of its own since it lies in another slot than the
 * sessions. A session is listed before it appears, so that none is ever missed. Thread-safe.
 */
final class OwnerIndex {

    private static final String COUNTER = "#";
    private static final long PENDING_MILLIS = 60_000;

    private final RedisCalls calls;
    private final RedisKeys keys;

    OwnerIndex(RedisCalls calls, RedisKeys keys) {
        this.calls = calls;
        this.keys = keys;
    }

    /** Lists a session that is about to appear, instead of another where one is given. */
    void add(String tag, StoreKey key, Instant ends, @Nullable StoreKey replaced, Instant now) {
        Arguments arguments =
                keys.arguments(now).add(key.hex()).add(SessionHash.millis(ends)).add(OneNode.hex(replaced));
        calls.run("list a session", Script.INDEX_ADD, keys.indexAndPlaces(tag), arguments.toArray());
    }

    /** Forgets sessions that are no more. */
    void remove(String tag, Collection<StoreKey> ended, Instant now) {
        if (ended.isEmpty()) {
            return;
        }
        Arguments arguments = keys.arguments(now);
        ended.forEach(key -> arguments.add(key.hex()));
        calls.run("unlist a session", Script.INDEX_REMOVE, keys.indexAndPlaces(tag), arguments.toArray());
    }

    Owned read(String tag, Instant now) {
        Answer answer = calls.run(
                "list sessions",
                Script.INDEX_READ,
                keys.indexAndPlaces(tag),
                keys.arguments(now).toArray());
        List<StoreKey> listed = answer.list(1).stream()
                .map(member -> RedisKeys.keyOf((byte[]) member))
                .toList();
        String taken = "";
        Map<StoreKey, String> pending = new HashMap<>();
        for (Map.Entry<String, byte[]> place : answer.pairs(2).entrySet()) {
            String value = SessionHash.text(place.getValue());
            if (place.getKey().equals(COUNTER)) {
                taken = value;
                continue;
            }
            int colon = value.indexOf(':');
            if (Long.parseLong(value.substring(0, colon)) + PENDING_MILLIS > now.toEpochMilli()) {
                pending.put(RedisKeys.keyOf(SessionHash.bytes(place.getKey())), value.substring(colon + 1));
            }
        }
        return new Owned(listed, pending, taken);
    }

    /** False where somebody else took a place since the owner's sessions were read. */
    boolean claim(String tag, StoreKey key, @Nullable StoreKey instead, Owned seen, Instant now) {
        Arguments arguments =
                keys.arguments(now).add(key.hex()).add(OneNode.hex(instead)).add(seen.taken());
        return calls.run("take a place", Script.CLAIM_PLACE, keys.indexAndPlaces(tag), arguments.toArray())
                .is("saved");
    }

    /**
     * What one reading saw.
     *
     * @param listed the sessions listed, some of which may be no more
     * @param pending which of them, or of those to come, were announced within the last minute, with what each replaces
     * @param taken how many places were taken ever; another number means that this reading is old
     */
    record Owned(List<StoreKey> listed, Map<StoreKey, String> pending, String taken) {

        /** Whether it may be about to appear. */
        boolean awaited(StoreKey key) {
            return pending.containsKey(key);
        }

        /** All that are or may be about to appear, without those that another replaces. */
        Set<StoreKey> candidates() {
            Set<StoreKey> all = new HashSet<>(listed);
            all.addAll(pending.keySet());
            Set<String> replaced = new HashSet<>(pending.values());
            all.removeIf(key -> replaced.contains(key.hex()));
            return all;
        }
    }
}
