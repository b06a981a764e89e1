package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Places that were taken for sessions which have not appeared yet. Once a session is there, it counts by being there.
 * Thread-safe.
 */
final class Places {

    private static final long PATIENCE_SECONDS = 60;

    /** A place, and the session that the one to come will replace. */
    private record Place(Instant takenAt, @Nullable StoreKey instead) {

        boolean open(Instant now) {
            boolean clockSetBack = takenAt.minusSeconds(PATIENCE_SECONDS).isAfter(now);
            return takenAt.plusSeconds(PATIENCE_SECONDS).isAfter(now) && !clockSetBack;
        }
    }

    // The inner maps are touched only inside the outer map's own atomic functions.
    private final ConcurrentMap<String, Map<StoreKey, Place>> byOwner = new ConcurrentHashMap<>();

    /** What an owner has now, sessions and places together, asked for while the owner's places stand still. */
    interface Living {
        Set<StoreKey> keysOf(String owner);
    }

    /** Takes a place for a key unless the owner has {@code max} others already. */
    boolean take(String owner, StoreKey key, @Nullable StoreKey instead, int max, Living living, Instant now) {
        boolean[] taken = new boolean[1];
        byOwner.compute(owner, (name, known) -> {
            Map<StoreKey, Place> places = known == null ? new HashMap<>() : known;
            places.values().removeIf(place -> !place.open(now));
            // The places first: a session that appears meanwhile is in one of the two, and counted once.
            Set<StoreKey> counted = new HashSet<>(places.keySet());
            counted.addAll(living.keysOf(owner));
            places.forEach((next, place) -> counted.remove(place.instead()));
            counted.remove(key);
            counted.remove(instead);
            taken[0] = counted.size() < max;
            if (taken[0]) {
                places.put(key, new Place(now, instead));
            }
            return places.isEmpty() ? null : places;
        });
        return taken[0];
    }

    /** Does something while nobody takes a place of this owner. */
    <T> T standingStill(String owner, Supplier<T> work) {
        AtomicReference<T> result = new AtomicReference<>();
        byOwner.compute(owner, (name, places) -> {
            result.set(work.get());
            return places;
        });
        return result.get();
    }

    /** The session has appeared. */
    void settle(@Nullable String owner, StoreKey key) {
        if (owner != null && byOwner.containsKey(owner)) {
            byOwner.computeIfPresent(owner, (name, places) -> {
                places.remove(key);
                return places.isEmpty() ? null : places;
            });
        }
    }

    /** Forgets what nobody waits for any more. */
    void deleteExpired(Instant now) {
        for (String owner : byOwner.keySet()) {
            byOwner.computeIfPresent(owner, (name, places) -> {
                places.values().removeIf(place -> !place.open(now));
                return places.isEmpty() ? null : places;
            });
        }
    }

    void clear() {
        byOwner.clear();
    }
}
