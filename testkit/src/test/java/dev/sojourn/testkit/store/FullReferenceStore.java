package dev.sojourn.testkit.store;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.Durable;
import dev.sojourn.session.store.ExpiryCleanup;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SessionLimit;
import dev.sojourn.session.store.SessionsByOwner;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The plainest store with every capability, durable as long as somebody holds its map. */
class FullReferenceStore extends ReferenceStore implements SessionsByOwner, SessionLimit, ExpiryCleanup, Durable {

    /** A place that was taken for a key, and the session that the one to come replaces. */
    record Place(String owner, Instant takenAt, @Nullable StoreKey instead) {}

    final Map<StoreKey, Place> places = new HashMap<>();

    @Override
    public synchronized List<StoredSession> sessionsOf(String owner, Instant now) {
        return records.values().stream()
                .filter(record -> owner.equals(record.owner()) && !record.expired(now))
                .toList();
    }

    @Override
    public synchronized int endSessionsOf(String owner, @Nullable StoreKey except, Instant now) {
        List<StoredSession> ended = sessionsOf(owner, now).stream()
                .filter(record -> !record.key().equals(except))
                .toList();
        ended.forEach(record -> records.remove(record.key()));
        return ended.size();
    }

    @Override
    public synchronized boolean takePlace(
            String owner, StoreKey key, @Nullable StoreKey instead, int max, Instant now) {
        places.values().removeIf(place -> !place.takenAt().plusSeconds(60).isAfter(now));
        places.keySet().removeAll(records.keySet());
        Set<StoreKey> others = new HashSet<>();
        sessionsOf(owner, now).forEach(record -> others.add(record.key()));
        places.forEach((next, place) -> {
            if (place.owner().equals(owner)) {
                others.add(next);
                others.remove(place.instead());
            }
        });
        others.remove(key);
        others.remove(instead);
        boolean free = others.size() < max;
        if (free) {
            places.put(key, new Place(owner, now, instead));
        }
        return free;
    }

    @Override
    public synchronized SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
        SaveResult result = super.renew(found, next, changes, now);
        if (result instanceof SaveResult.Saved) {
            places.remove(found.key());
        }
        return result;
    }

    @Override
    public synchronized void delete(StoreKey key, Instant now) {
        super.delete(key, now);
        places.remove(key);
    }

    @Override
    public synchronized int deleteExpired(Instant now) {
        int before = records.size();
        records.values().removeIf(record -> record.expired(now.minusSeconds(60)));
        return before - records.size();
    }
}
