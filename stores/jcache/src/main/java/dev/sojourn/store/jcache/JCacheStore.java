package dev.sojourn.store.jcache;

import dev.sojourn.event.EventListener;
import dev.sojourn.session.store.CallLimit;
import dev.sojourn.session.store.CompareAndSetStore;
import dev.sojourn.session.store.Durable;
import dev.sojourn.session.store.ForwardingStore;
import dev.sojourn.session.store.InvalidationListener;
import dev.sojourn.session.store.InvalidationPush;
import dev.sojourn.session.store.SessionLimit;
import dev.sojourn.session.store.SessionsByOwner;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;

/**
 * Keeps sessions in any JSR-107 cache with text values: Hazelcast, Ehcache, Caffeine and others. It uses {@code putIfAbsent}, {@code
 * replace(key, seen, next)} and {@code remove} only, which every provider does atomically. What the cache evicts, or loses with a
 * member that had no backup, is a session that has ended. Thread-safe.
 */
public final class JCacheStore extends ForwardingStore implements InvalidationPush {

    private static final long SLACK_MINUTES = 2;
    private static final java.time.Duration DEADLINE = java.time.Duration.ofSeconds(2);

    private final Forgetting forgetting = new Forgetting();

    private JCacheStore(Cache<String, String> cache, EventListener events) {
        super(CallLimit.builder(new CompareAndSetStore("JCacheStore", new CacheBackend(cache), events))
                .deadline(DEADLINE)
                .build());
    }

    /**
     * A store in this cache, which stays the caller's to close.
     *
     * @throws IllegalArgumentException when entries of the cache never expire: what is left of dead sessions would fill it
     */
    public static JCacheStore on(Cache<String, String> cache) {
        return new JCacheStore(required(cache), EventListener.logging());
    }

    /** Like {@link #on(Cache)}, telling this listener of unreadable records, beside the log. */
    public static JCacheStore on(Cache<String, String> cache, EventListener events) {
        return new JCacheStore(required(cache), EventListener.logging().and(events));
    }

    private static Cache<String, String> required(Cache<String, String> cache) {
        if (eternal(cache)) {
            throw new IllegalArgumentException("the entries of cache \"" + cache.getName()
                    + "\" never expire; configure it by JCacheStore.configuration(lifetime), or with an expiry after"
                    + " creation or modification of at least the sessions' lifetime");
        }
        return cache;
    }

    /**
     * What a cache for sessions is created with: entries expire two minutes after the lifetime, counted from the last write.
     *
     * @param lifetime the longest of the sessions that are kept there, as given to {@code timeouts}
     */
    public static MutableConfiguration<String, String> configuration(java.time.Duration lifetime) {
        Duration stay = new Duration(
                TimeUnit.MILLISECONDS, lifetime.plusMinutes(SLACK_MINUTES).toMillis());
        return new MutableConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setExpiryPolicyFactory(ModifiedExpiryPolicy.factoryOf(stay));
    }

    /** Created entries that never expire, whatever is done to them, or that a change makes so. */
    @SuppressWarnings("unchecked") // the specification gives the configuration by its raw class
    private static boolean eternal(Cache<String, String> cache) {
        CompleteConfiguration<String, String> configuration = cache.getConfiguration(CompleteConfiguration.class);
        ExpiryPolicy policy = configuration.getExpiryPolicyFactory().create();
        Duration created = policy.getExpiryForCreation();
        Duration updated = policy.getExpiryForUpdate();
        return created == null || created.isEternal() || updated != null && updated.isEternal();
    }

    /**
     * {@inheritDoc} Names no record: twice a second it says that any may have changed, since a cache's own events may get lost
     * unnoticed.
     */
    @Override
    public Subscription subscribe(InvalidationListener listener) {
        return forgetting.subscribe(listener);
    }

    /** Stops telling. The cache belongs to whoever opened it. */
    @Override
    public void close() {
        forgetting.close();
        super.close();
    }

    @Override
    public String whyNot(Class<?> capability) {
        if (capability == Durable.class) {
            return "cannot be durable: a cache may evict sessions and forgets them when its last member ends";
        }
        if (capability == SessionsByOwner.class || capability == SessionLimit.class) {
            return "cannot know the sessions of an owner: a cache finds entries by their key alone";
        }
        return super.whyNot(capability);
    }
}
