package dev.sojourn.session.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sessions in this process, within a bound: when it is reached the sessions of least use make room, and an event says so.
 * They end with the process. Nothing here throws {@link StoreException}. Thread-safe.
 */
public final class MemoryStore implements SessionStore, SessionsByOwner, SessionLimit, ExpiryCleanup {

    /** The dead stay this long, so that a clock corrected backwards finds its sessions again. */
    private static final long GRACE_MILLIS = 60_000;

    private static final long TICK_MILLIS = 1_000;

    private final Cache<StoreKey, HeldSession> cache;
    private final ConcurrentMap<StoreKey, HeldSession> sessions;
    private final OwnerIndex owners = new OwnerIndex();
    private final Places places = new Places();
    private final EvictionReport evictions;
    private final AtomicLong latest = new AtomicLong();
    private final AtomicLong expired = new AtomicLong();

    private MemoryStore(Builder settings) {
        Caffeine<StoreKey, HeldSession> bounded = settings.maxSessions > 0
                ? Caffeine.newBuilder().maximumSize(settings.maxSessions).expireAfter(new Deadline())
                : Caffeine.newBuilder()
                        .maximumWeight(settings.maxBytes)
                        .weigher((StoreKey key, HeldSession session) -> session.weight())
                        .expireAfter(new Deadline());
        this.evictions = new EvictionReport(settings.events, settings.bound());
        this.cache = bounded.ticker(this::tick)
                .executor(Runnable::run) // upkeep is small and belongs to the call that causes it
                .evictionListener(this::onEviction)
                .build();
        this.sessions = cache.asMap();
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
        advance(now);
        boolean inserted = insert(session.key(), held, now);
        if (inserted) {
            places.settle(session.owner(), session.key());
        }
        evictions.tell(now);
        return inserted ? new Saved(held.at(session.key())) : new Taken();
    }

    @Override
    public Optional<StoredSession> find(StoreKey key, Instant now) {
        HeldSession held = live(key, now);
        return held == null ? Optional.empty() : Optional.of(held.at(key));
    }

    @Override
    public SaveResult save(StoredSession found, Changes changes, Instant now) {
        StoreKey key = found.key();
        for (HeldSession held = live(key, now); held != null; held = live(key, now)) {
            StoredSession current = held.at(key);
            if (!changes.expectationsHold(current)) {
                return new Stale(current);
            }
            HeldSession merged = new HeldSession(changes.applyTo(current));
            if (swap(key, held, merged)) {
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
        HeldSession held = live(key, now);
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
        if (!insert(next, reservation, now)) {
            return new Taken();
        }
        if (removeIf(key, held::equals) == null) {
            removeIf(next, reservation::equals);
            HeldSession written = live(key, now);
            return written == null ? new Gone() : new Stale(written.at(key));
        }
        HeldSession shown = new HeldSession(moved);
        boolean there = swap(next, reservation, shown);
        evictions.tell(now);
        return there ? new Saved(shown.at(next)) : new Gone();
    }

    @Override
    public void delete(StoreKey key, Instant now) {
        removeIf(key, held -> true);
    }

    /** {@inheritDoc} A session that moves to another key at this very moment may be missing. */
    @Override
    public List<StoredSession> sessionsOf(String owner, Instant now) {
        List<StoredSession> found = new ArrayList<>();
        for (StoreKey key : owners.keysOf(owner)) {
            HeldSession held = live(key, now);
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
        for (Set<StoreKey> keys = owners.keysOf(owner); done.addAll(keys); keys = owners.keysOf(owner)) {
            for (StoreKey key : keys) {
                boolean spared = except != null && key.equals(except);
                HeldSession removed = spared ? null : removeIf(key, held -> owner.equals(held.owner()));
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
        Set<StoreKey> keys = owners.keysOf(owner);
        keys.removeIf(key -> live(key, now) == null);
        return keys;
    }

    /** {@inheritDoc} Answers how many have gone since it was last asked: creating sessions clears away the dead as well. */
    @Override
    public int deleteExpired(Instant now) {
        advance(now);
        places.deleteExpired(now);
        long before;
        do { // the cache lets go of at most a thousand at a time
            before = expired.get();
            cache.cleanUp();
        } while (expired.get() > before);
        evictions.tell(now);
        return (int) Math.min(Integer.MAX_VALUE, expired.getAndSet(0));
    }

    /** Forgets every session. */
    @Override
    public void close() {
        cache.invalidateAll();
        owners.clear();
        places.clear();
        evictions.tellNow(Instant.ofEpochMilli(latest.get()));
    }

    /** How many owners the index knows. */
    int indexedOwners() {
        return owners.size();
    }

    private @Nullable HeldSession live(StoreKey key, Instant now) {
        HeldSession held = sessions.get(key);
        return held != null && held.visible(now) ? held : null;
    }

    /** Puts a record under a key that no other occupies; its owner is indexed before anybody can find it. */
    private boolean insert(StoreKey key, HeldSession held, Instant now) {
        return held
                == sessions.compute(key, (same, current) -> {
                    if (current != null && current.occupies(now)) {
                        return current;
                    }
                    if (current != null) {
                        owners.remove(current.owner(), key);
                    }
                    owners.add(held.owner(), key);
                    return held;
                });
    }

    /** Replaces exactly the record that was read; false when it is no longer the one. */
    private boolean swap(StoreKey key, HeldSession read, HeldSession next) {
        if (Objects.equals(read.owner(), next.owner())) {
            return sessions.replace(key, read, next);
        }
        return next
                == sessions.computeIfPresent(key, (same, current) -> {
                    if (current != read) {
                        return current;
                    }
                    owners.add(next.owner(), key);
                    owners.remove(read.owner(), key);
                    return next;
                });
    }

    private @Nullable HeldSession removeIf(StoreKey key, Predicate<HeldSession> condition) {
        @Nullable HeldSession[] removed = new HeldSession[1];
        sessions.computeIfPresent(key, (same, current) -> {
            if (!condition.test(current)) {
                return current;
            }
            owners.remove(current.owner(), key);
            removed[0] = current;
            return null;
        });
        return removed[0];
    }

    /** Called by the cache under the key's lock. */
    private void onEviction(@Nullable StoreKey key, @Nullable HeldSession held, RemovalCause cause) {
        if (key == null || held == null) {
            return;
        }
        owners.remove(held.owner(), key);
        if (cause == RemovalCause.EXPIRED) {
            expired.incrementAndGet();
        } else if (latest.get() < held.expiresAt()) {
            evictions.evicted();
        }
    }

    /** Time only goes forward here, and in steps of a second, so that threads do not fight over it. */
    private void advance(Instant now) {
        long time = now.toEpochMilli();
        if (time - latest.get() >= TICK_MILLIS) {
            latest.accumulateAndGet(time, Math::max);
        }
    }

    private long tick() {
        return TimeUnit.MILLISECONDS.toNanos(latest.get() - GRACE_MILLIS);
    }

    /** Lets the cache drop a record once its own deadline and the grace have passed. */
    private static final class Deadline implements Expiry<StoreKey, HeldSession> {

        @Override
        public long expireAfterCreate(StoreKey key, HeldSession session, long tick) {
            long left = session.expiresAt() - TimeUnit.NANOSECONDS.toMillis(tick);
            return Math.max(0, TimeUnit.MILLISECONDS.toNanos(left));
        }

        @Override
        public long expireAfterUpdate(StoreKey key, HeldSession session, long tick, long left) {
            return expireAfterCreate(key, session, tick);
        }

        @Override
        public long expireAfterRead(StoreKey key, HeldSession session, long tick, long left) {
            return left;
        }
    }

    /** Settings of a {@link MemoryStore}. For one thread. */
    public static final class Builder {

        private static final int HEAP_SHARE = 4;

        private long maxSessions;
        private long maxBytes;
        private EventListener events = EventListener.logging();

        private Builder() {}

        /**
         * Bounds the store by the number of sessions; the size of each is then the caller's care.
         *
         * @throws IllegalArgumentException when the number is not positive
         */
        public Builder maxSessions(long count) {
            this.maxSessions = positive("maxSessions", count);
            return this;
        }

        /**
         * Bounds the store by the heap it takes, estimated: keys, records and the cache, without the index of owners.
         *
         * @throws IllegalArgumentException when the number is not positive
         */
        public Builder maxBytes(long bytes) {
            this.maxBytes = positive("maxBytes", bytes);
            return this;
        }

        /** Who hears of evictions besides the log: one event at once, then at most one in ten seconds with their number. */
        public Builder events(EventListener listener) {
            this.events = EventListener.logging().and(listener);
            return this;
        }

        /**
         * The store.
         *
         * @throws IllegalStateException when both bounds are set
         */
        public MemoryStore build() {
            if (maxSessions > 0 && maxBytes > 0) {
                throw new IllegalStateException("a memory store has one bound: set maxSessions (given " + maxSessions
                        + ") or maxBytes (given " + maxBytes + "), not both");
            }
            if (maxSessions == 0 && maxBytes == 0) {
                maxBytes = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
            }
            return new MemoryStore(this);
        }

        private String bound() {
            return maxSessions > 0 ? maxSessions + " sessions" : maxBytes + " bytes";
        }

        private static long positive(String name, long given) {
            if (given <= 0) {
                throw new IllegalArgumentException(name + " must be positive, given " + given);
            }
            return given;
        }
    }
}
