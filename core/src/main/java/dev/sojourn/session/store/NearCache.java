package dev.sojourn.session.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sojourn.session.token.StoreKey;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Records near at hand, none of which outlives the news that it changed: a record is put only where nothing was dropped since its
 * read began. Thread-safe.
 */
final class NearCache {

    /** A record, key, entry and version take about this on the heap besides attributes and labels. */
    private static final int OVERHEAD = 512;

    /** A power of two. Keys of one stripe void each other's reads under way, nothing else. */
    private static final int STRIPES = 256;

    private final Cache<StoreKey, Near> cache;
    private final Stripe[] stripes = new Stripe[STRIPES];

    /** Records of earlier generations are dead, also those that a clearing missed because they were just being put. */
    private final AtomicLong generation = new AtomicLong();

    NearCache(Bound bound) {
        Caffeine<Object, Object> bounded = Caffeine.newBuilder().executor(Runnable::run); // upkeep is small
        this.cache = bound.counts()
                ? bounded.maximumSize(bound.limit()).build()
                : bounded.maximumWeight(bound.limit())
                        .weigher((StoreKey key, Near near) -> near.weight())
                        .build();
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    /** What a read that begins now needs to put its answer. */
    Fill begin(StoreKey key) {
        return new Fill(stripe(key).drops, generation.get());
    }

    @Nullable
    StoredSession get(StoreKey key) {
        Near near = cache.getIfPresent(key);
        return near != null && near.generation == generation.get() ? near.session : null;
    }

    /** Keeps a record unless its key may have been dropped since the read began. */
    void put(Fill fill, StoredSession session) {
        Stripe stripe = stripe(session.key());
        synchronized (stripe) {
            if (stripe.drops == fill.drops && generation.get() == fill.generation) {
                cache.put(session.key(), new Near(session, fill.generation));
            }
        }
    }

    void drop(StoreKey key) {
        Stripe stripe = stripe(key);
        synchronized (stripe) {
            stripe.drops++;
            cache.invalidate(key);
        }
    }

    /** Drops the records of an owner, and every read under way, which may be of that owner. */
    void dropOwner(String owner) {
        for (Stripe stripe : stripes) {
            synchronized (stripe) {
                stripe.drops++;
            }
        }
        for (Near near : cache.asMap().values()) {
            if (owner.equals(near.session.owner())) {
                drop(near.session.key());
            }
        }
    }

    void dropAll() {
        generation.incrementAndGet();
        cache.invalidateAll();
    }

    private Stripe stripe(StoreKey key) {
        int hash = key.hashCode();
        return stripes[(hash ^ hash >>> 16) & STRIPES - 1];
    }

    /** How things stood when a read began. */
    record Fill(long drops, long generation) {}

    private record Near(StoredSession session, long generation) {

        int weight() {
            int kept = session.version() instanceof CompareAndSetStore.Version version ? version.weight() : 0;
            return OVERHEAD + session.attributes().size() + kept + weight(session.owner()) + weight(session.device());
        }

        private static int weight(@Nullable String text) {
            return text == null ? 0 : 40 + 2 * text.length();
        }
    }

    /** Counts the drops of some keys; written under its lock. */
    private static final class Stripe {

        private volatile long drops;
    }
}
