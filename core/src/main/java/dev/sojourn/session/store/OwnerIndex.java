package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Which keys an owner has. A session without an owner costs nothing, an owner with one session a map entry. Thread-safe; kept
 * right by being changed only under the lock of the key concerned.
 */
final class OwnerIndex {

    // A set of one is immutable; a larger one is a HashSet, touched only inside the map's own atomic functions.
    private final ConcurrentMap<String, Set<StoreKey>> keysByOwner = new ConcurrentHashMap<>();

    void add(@Nullable String owner, StoreKey key) {
        if (owner != null) {
            keysByOwner.merge(owner, Set.of(key), OwnerIndex::union);
        }
    }

    void remove(@Nullable String owner, StoreKey key) {
        if (owner != null) {
            keysByOwner.computeIfPresent(owner, (name, keys) -> without(keys, key));
        }
    }

    /** A snapshot, in no order; empty for an unknown owner. */
    Set<StoreKey> keysOf(String owner) {
        Set<StoreKey> snapshot = new HashSet<>();
        keysByOwner.computeIfPresent(owner, (name, keys) -> {
            snapshot.addAll(keys);
            return keys;
        });
        return snapshot;
    }

    /** How many owners have an entry. */
    int size() {
        return keysByOwner.size();
    }

    void clear() {
        keysByOwner.clear();
    }

    private static Set<StoreKey> union(Set<StoreKey> keys, Set<StoreKey> added) {
        Set<StoreKey> larger = keys.size() == 1 ? new HashSet<>(keys) : keys;
        larger.addAll(added);
        return larger.size() == 1 ? keys : larger;
    }

    private static @Nullable Set<StoreKey> without(Set<StoreKey> keys, StoreKey key) {
        if (!keys.contains(key)) {
            return keys;
        }
        if (keys.size() == 1) {
            return null;
        }
        keys.remove(key);
        return keys.size() == 1 ? Set.copyOf(keys) : keys;
    }
}
