package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was read from a remote store near, for as long as that store says of itself what has changed. What is found is at
 * most 1 s older than the store; while the store cannot tell, every read goes to it. Writes always go to it and drop what was near,
 * so a node reads its own writes at once. Absence is never kept. Thread-safe.
 */
public final class CachingStore extends ForwardingStore {

    private final NearCache cache;
    private final PushTrust trust;
    private final InvalidationPush.Subscription subscription;

    private CachingStore(Builder settings, InvalidationPush push) {
        super(CallLimit.around(settings.store));
        this.cache = new NearCache(settings.bound);
        this.trust = new PushTrust(cache, settings.staleness, settings.ticker);
        this.subscription = push.subscribe(trust);
    }

    /**
     * A cache of at most an eighth of the greatest heap.
     *
     * @throws UnsupportedOperationException when the store does not tell what changed
     */
    public static CachingStore around(SessionStore store) {
        return builder(store).build();
    }

    /** Settings for a cache in front of this store. */
    public static Builder builder(SessionStore store) {
        return new Builder(store);
    }

    @Override
    public SaveResult create(StoredSession session, Instant now) {
        try {
            return inner().create(session, now);
        } finally {
            cache.drop(session.key());
        }
    }

    /** {@inheritDoc} No round trip where the record is near. */
    @Override
    public Optional<StoredSession> find(StoreKey key, Instant now) {
        if (!trust.holds()) {
            return inner().find(key, now);
        }
        StoredSession near = cache.get(key);
        if (near != null && !near.expired(now)) {
            return Optional.of(near);
        }
        // What has expired here may live on in the store, where another node has used it.
        NearCache.Fill fill = cache.begin(key);
        boolean told = trust.holds(); // asked once more: what breaks it from here on makes the fill void
        Optional<StoredSession> found = inner().find(key, now);
        if (told && found.isPresent()) {
            cache.put(fill, found.get());
        }
        return found;
    }

    /** {@inheritDoc} The record is dropped, not replaced: only what was read from the store is sure to be told of. */
    @Override
    public SaveResult save(StoredSession found, Changes changes, Instant now) {
        try {
            return inner().save(found, changes, now);
        } finally {
            cache.drop(found.key());
        }
    }

    @Override
    public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
        cache.drop(found.key());
        try {
            return inner().renew(found, next, changes, now);
        } finally {
            cache.drop(found.key());
            cache.drop(next);
        }
    }

    @Override
    public void delete(StoreKey key, Instant now) {
        cache.drop(key);
        try {
            inner().delete(key, now);
        } finally {
            cache.drop(key);
        }
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        if (type == FreshReads.class) {
            return Optional.of(type.cast((FreshReads) inner()::find));
        }
        if (type == InvalidationPush.class) {
            return Optional.empty();
        }
        Optional<C> offered = inner().capability(type);
        return type == SessionsByOwner.class
                ? offered.map(byOwner -> type.cast(new ByOwner((SessionsByOwner) byOwner, cache)))
                : offered;
    }

    @Override
    public String whyNot(Class<?> capability) {
        return capability == InvalidationPush.class
                ? "is a near cache already, one is enough"
                : super.whyNot(capability);
    }

    /** Stops listening, forgets what was near and closes the store behind. */
    @Override
    public void close() {
        subscription.close();
        trust.lost();
        inner().close();
    }

    private record ByOwner(SessionsByOwner store, NearCache cache) implements SessionsByOwner {

        @Override
        public List<StoredSession> sessionsOf(String owner, Instant now) {
            return store.sessionsOf(owner, now);
        }

        @Override
        public int endSessionsOf(String owner, @Nullable StoreKey except, Instant now) {
            try {
                return store.endSessionsOf(owner, except, now);
            } finally {
                cache.dropOwner(owner);
            }
        }
    }

    /** Settings of a {@link CachingStore}. For one thread. */
    public static final class Builder {

        private static final int HEAP_SHARE = 8;

        private final SessionStore store;
        private final Bound bound = new Bound();
        private Duration staleness = Duration.ofSeconds(1);
        private LongSupplier ticker = System::nanoTime;

        private Builder(SessionStore store) {
            this.store = Objects.requireNonNull(store, "store");
        }

        /**
         * Bounds the cache by the number of sessions; the size of each is then the caller's care.
         *
         * @throws IllegalArgumentException when the number is not positive
         */
        public Builder maxSessions(long count) {
            bound.maxSessions(count);
            return this;
        }

        /**
         * Bounds the cache by the heap it takes, estimated; default an eighth of the greatest heap.
         *
         * @throws IllegalArgumentException when the number is not positive
         */
        public Builder maxBytes(long bytes) {
            bound.maxBytes(bytes);
            return this;
        }

        /**
         * How much older than the store a record may be when found; default 1 s. Shorter than the pause between the store's own
         * questions to its channel, it sends many reads to the store.
         *
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder staleness(Duration longest) {
            Bound.positive("staleness in nanoseconds", longest.toNanos());
            this.staleness = longest;
            return this;
        }

        /** What tells nanoseconds instead of {@link System#nanoTime}, for tests whose store asks its channel by the same one. */
        public Builder ticker(LongSupplier nanos) {
            this.ticker = nanos;
            return this;
        }

        /**
         * The cache, listening.
         *
         * @throws UnsupportedOperationException when the store does not tell what changed
         * @throws IllegalStateException when both bounds are set
         */
        public CachingStore build() {
            bound.settle("a cache", HEAP_SHARE);
            InvalidationPush push = store.capability(InvalidationPush.class)
                    .orElseThrow(() -> new UnsupportedOperationException(
                            "a cache needs a store that tells what other nodes changed, such as RedisStore; "
                                    + store.name() + " " + store.whyNot(InvalidationPush.class)));
            return new CachingStore(this, push);
        }
    }
}
