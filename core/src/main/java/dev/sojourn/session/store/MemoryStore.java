package dev.sojourn.session.store;

import dev.sojourn.event.EventListener;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SaveResult.Stale;
import dev.sojourn.session.store.SaveResult.Taken;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sessions in this process, within a bound: when it is reached the sessions of least use make room, and an event says so.
 * They end with the process. Nothing here throws {@link StoreException}. Thread-safe.
 */
public final class MemoryStore implements SessionStore, SessionsByOwner, SessionLimit, ExpiryCleanup {

    private final HeldSessions sessions;
    private final Places places = new Places();
    private final EvictionReport evictions;

    private MemoryStore(Builder settings) {
        this.evictions = new EvictionReport(settings.events, settings.bound.toString());
        this.sessions = new HeldSessions(settings.bound, evictions);
    }

    /** A store of at most a quarter of the greatest heap. */
    public static MemoryStore create() {
        return builder().build();
    }

    /** Settings for a store; without a bound it takes at most a quarter of the greatest heap. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public SaveResult create(StoredSession session, Instant now) {
        HeldSession held = new HeldSession(session);
        sessions.advance(now);
        boolean inserted = sessions.insert(session.key(), held, now);
        if (inserted) {
            places.settle(session.owner(), session.key());
        }
        evictions.tell(now);
        return inserted ? new Saved(held.at(session.key())) : new Taken();
    }

    @Override
    public Optional<StoredSession> find(StoreKey key, Instant now) {
        HeldSession held = sessions.live(key, now);
        return held == null ? Optional.empty() : Optional.of(held.at(key));
    }

    @Override
    public SaveResult save(StoredSession found, Changes changes, Instant now) {
        StoreKey key = found.key();
        for (HeldSession held = sessions.live(key, now); held != null; held = sessions.live(key, now)) {
            StoredSession current = held.at(key);
            if (!changes.expectationsHold(current)) {
                return new Stale(current);
            }
            HeldSession merged = new HeldSession(changes.applyTo(current));
            if (sessions.swap(key, held, merged)) {
                evictions.tell(now);
                Set<String> overwritten = held == found.version() ? Set.of() : changes.overwritten(found, current);
                return new Saved(merged.at(key), overwritten);
            }
        }
        return new Gone();
    }

    /**
     * {@inheritDoc}
     *
     * <p>The new key is reserved first, then the old record is removed, then the new one shows: both are never found together.
     */
    @Override
    public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
        StoreKey key = found.key();
        HeldSession held = sessions.live(key, now);
        if (held == null) {
            return new Gone();
        }
        StoredSession current = held.at(key);
        if (held != found.version() || !changes.expectationsHold(current)) {
            return new Stale(current);
        }
        StoredSession moved = changes.applyTo(current).withKey(next);
        String owner = moved.owner();
        if (owner == null) {
            return move(held, key, moved, now);
        }
        SaveResult result = places.standingStill(owner, () -> move(held, key, moved, now));
        if (result instanceof Saved) {
            places.settle(owner, next);
        }
        return result;
    }

    private SaveResult move(HeldSession held, StoreKey key, StoredSession moved, Instant now) {
        StoreKey next = moved.key();
        HeldSession reservation = new HeldSession.Reservation(moved);
        if (!sessions.insert(next, reservation, now)) {
            return new Taken();
        }
        if (sessions.removeIf(key, held::equals) == null) {
            sessions.removeIf(next, reservation::equals);
            HeldSession written = sessions.live(key, now);
            return written == null ? new Gone() : new Stale(written.at(key));
        }
        HeldSession shown = new HeldSession(moved);
        boolean there = sessions.swap(next, reservation, shown);
        evictions.tell(now);
        return there ? new Saved(shown.at(next)) : new Gone();
    }

    @Override
    public void delete(StoreKey key, Instant now) {
        sessions.removeIf(key, held -> true);
    }

    /** {@inheritDoc} A session that moves to another key at this very moment may be missing. */
    @Override
    public List<StoredSession> sessionsOf(String owner, Instant now) {
        List<StoredSession> found = new ArrayList<>();
        for (StoreKey key : sessions.keysOf(owner)) {
            HeldSession held = sessions.live(key, now);
            if (held != null && owner.equals(held.owner())) {
                found.add(held.at(key));
            }
        }
        return found;
    }

    /** {@inheritDoc} A session that moves to another key meanwhile is ended as well. */
    @Override
    public int endSessionsOf(String owner, @Nullable StoreKey except, Instant now) {
        int ended = 0;
        Set<StoreKey> done = new HashSet<>();
        for (Set<StoreKey> keys = sessions.keysOf(owner); done.addAll(keys); keys = sessions.keysOf(owner)) {
            for (StoreKey key : keys) {
                boolean spared = except != null && key.equals(except);
                HeldSession removed = spared ? null : sessions.removeIf(key, held -> owner.equals(held.owner()));
                ended += removed != null && removed.visible(now) ? 1 : 0;
            }
        }
        return ended;
    }

    @Override
    public boolean takePlace(String owner, StoreKey key, @Nullable StoreKey instead, int max, Instant now) {
        return places.take(owner, key, instead, max, name -> livingKeysOf(name, now), now);
    }

    private Set<StoreKey> livingKeysOf(String owner, Instant now) {
        Set<StoreKey> keys = sessions.keysOf(owner);
        keys.removeIf(key -> sessions.live(key, now) == null);
        return keys;
    }

    /** {@inheritDoc} Answers how many have gone since it was last asked: creating sessions clears away the dead as well. */
    @Override
    public int deleteExpired(Instant now) {
        sessions.advance(now);
        places.deleteExpired(now);
        int gone = sessions.dropExpired();
        evictions.tell(now);
        return gone;
    }

    /** Forgets every session. */
    @Override
    public void close() {
        Instant latest = sessions.clear();
        places.clear();
        evictions.tellNow(latest);
    }

    @Override
    public String whyNot(Class<?> capability) {
        return capability == Durable.class
                ? "cannot be durable: it forgets everything when the process ends"
                : SessionStore.super.whyNot(capability);
    }

    /** How many owners the index knows. */
    int indexedOwners() {
        return sessions.indexedOwners();
    }

    /** Settings of a {@link MemoryStore}. For one thread. */
    public static final class Builder {

        static final int HEAP_SHARE = 4;

        private final Bound bound = new Bound();
        private EventListener events = EventListener.logging();

        private Builder() {}

        /**
         * Bounds the store by the number of sessions; the size of each is then the caller's care.
         *
         * @throws IllegalArgumentException when the number is not positive
         */
        public Builder maxSessions(long count) {
            bound.maxSessions(count);
            return this;
        }

        /**
         * Bounds the store by the heap it takes, estimated: keys, records and the cache, without the index of owners.
         *
         * @throws IllegalArgumentException when the number is not positive
         */
        public Builder maxBytes(long bytes) {
            bound.maxBytes(bytes);
            return this;
        }

        /**
         * Who hears of evictions beside the log; each call adds a listener. One event at once, then at most one in ten seconds with
         * their number.
         */
        public Builder events(EventListener listener) {
            this.events = events.and(listener);
            return this;
        }

        /**
         * The store.
         *
         * @throws IllegalStateException when both bounds are set
         */
        public MemoryStore build() {
            bound.settle("a memory store", HEAP_SHARE);
            return new MemoryStore(this);
        }
    }
}
