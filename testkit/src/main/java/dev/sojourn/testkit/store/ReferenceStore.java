package dev.sojourn.testkit.store;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SaveResult.Stale;
import dev.sojourn.session.store.SaveResult.Taken;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The contract in its plainest form, one map under one lock: what other stores are measured against, answer by answer. */
class ReferenceStore implements SessionStore {

    final Map<StoreKey, StoredSession> records = new HashMap<>();
    private long writes;

    @Override
    public synchronized SaveResult create(StoredSession session, Instant now) {
        return live(session.key(), now) != null ? new Taken() : new Saved(write(session));
    }

    @Override
    public synchronized Optional<StoredSession> find(StoreKey key, Instant now) {
        return Optional.ofNullable(live(key, now));
    }

    @Override
    public synchronized SaveResult save(StoredSession found, Changes changes, Instant now) {
        StoredSession current = live(found.key(), now);
        if (current == null) {
            return new Gone();
        }
        if (!changes.expectationsHold(current)) {
            return new Stale(current);
        }
        return new Saved(write(changes.applyTo(current)), changes.overwritten(found, current));
    }

    @Override
    public synchronized SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
        StoredSession current = live(found.key(), now);
        if (current == null) {
            return new Gone();
        }
        if (!unchanged(found, current)) {
            return new Stale(current);
        }
        if (live(next, now) != null) {
            return new Taken();
        }
        records.remove(found.key());
        return new Saved(write(changes.applyTo(current).withKey(next)));
    }

    @Override
    public synchronized void delete(StoreKey key, Instant now) {
        records.remove(key);
    }

    @Nullable
    StoredSession live(StoreKey key, Instant now) {
        StoredSession record = records.get(key);
        return record == null || record.expired(now) ? null : record;
    }

    /** Every write makes a new version, even of equal content. */
    StoredSession write(StoredSession session) {
        StoredSession record = session.withVersion(++writes);
        records.put(record.key(), record);
        return record;
    }

    boolean unchanged(StoredSession found, StoredSession current) {
        return current.version() != null && current.version().equals(found.version());
    }
}
