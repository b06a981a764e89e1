package dev.sojourn.session.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The records of a {@link MemoryStore} by key, and the keys by owner: whatever adds a record, drops one or makes room changes both
 * under the key's lock. Records go when their deadline has passed or the bound is reached. Thread-safe.
 */
final class HeldSessions {

    /** The dead stay this long, so that a clock corrected backwards finds its sessions again. */
    private static final long GRACE_MILLIS = 60_000;

    private static final long TICK_MILLIS = 1_000;

    private final Cache<StoreKey, HeldSession> cache;
    private final ConcurrentMap<StoreKey, HeldSession> sessions;
    private final OwnerIndex owners = new OwnerIndex();
    private final EvictionReport evictions;
    private final AtomicLong latest = new AtomicLong();
    private final AtomicLong expired = new AtomicLong();

    HeldSessions(Bound bound, EvictionReport evictions) {
        Caffeine<StoreKey, HeldSession> bounded = bound.counts()
                ? Caffeine.newBuilder().maximumSize(bound.limit()).expireAfter(new Deadline())
                : Caffeine.newBuilder()
                        .maximumWeight(bound.limit())
                        .weigher((StoreKey key, HeldSession session) -> session.weight())
                        .expireAfter(new Deadline());
        this.evictions = evictions;
        this.cache = bounded.ticker(this::tick)
                .executor(Runnable::run) // upkeep is small and belongs to the call that causes it
                .evictionListener(this::onEviction)
                .build();
        this.sessions = cache.asMap();
    }

    /** The record under a key, if it may be found. */
    @Nullable
    HeldSession live(StoreKey key, Instant now) {
        HeldSession held = sessions.get(key);
        return held != null && held.visible(now) ? held : null;
    }

    /** A snapshot of the keys of an owner, those of the dead included. */
    Set<StoreKey> keysOf(String owner) {
        return owners.keysOf(owner);
    }

    /** Puts a record under a key that no other occupies; its owner is indexed before anybody can find it. */
    boolean insert(StoreKey key, HeldSession held, Instant now) {
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
    boolean swap(StoreKey key, HeldSession read, HeldSession next) {
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

    /** The record that was removed; null where there was none of that kind. */
    @Nullable
    HeldSession removeIf(StoreKey key, Predicate<HeldSession> condition) {
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

    /**
     * Time goes forward here in steps of a second, so that threads do not fight over it; and back only where the clock was wrong by
     * more than the dead stay, for what is put then must not count as dead.
     */
    void advance(Instant now) {
        long time = now.toEpochMilli();
        long known = latest.get();
        if (time - known >= TICK_MILLIS || known - time > GRACE_MILLIS) {
            latest.compareAndSet(known, time);
        }
    }

    /** Drops the dead; gives how many have gone since it was last asked. */
    int dropExpired() {
        long before;
        do { // the cache lets go of at most a thousand at a time
            before = expired.get();
            cache.cleanUp();
        } while (expired.get() > before);
        return (int) Math.min(Integer.MAX_VALUE, expired.getAndSet(0));
    }

    /** Drops everything; gives the latest time that it was told. */
    Instant clear() {
        cache.invalidateAll();
        owners.clear();
        return Instant.ofEpochMilli(latest.get());
    }

    /** How many owners the index knows. */
    int indexedOwners() {
        return owners.size();
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
}
