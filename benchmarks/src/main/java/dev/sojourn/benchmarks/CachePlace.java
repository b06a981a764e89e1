package dev.sojourn.benchmarks;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import com.hazelcast.cache.HazelcastCachingProvider;
import com.hazelcast.cache.impl.HazelcastServerCachingProvider;
import com.hazelcast.config.CacheConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.store.jcache.JCacheStore;
import java.util.OptionalLong;
import java.util.UUID;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.Configuration;
import javax.cache.spi.CachingProvider;

/** The store in a JSR-107 cache of this process, without a bound; its bytes are the heap's growth. */
final class CachePlace implements BenchmarkedStore {

    private final Heap heap;
    private final Cache<String, String> cache;
    private final JCacheStore store;
    private final AutoCloseable provider;

    private CachePlace(CacheManager caches, Configuration<String, String> configuration, AutoCloseable provider) {
        this.cache = caches.createCache(UUID.randomUUID().toString(), configuration);
        this.store = JCacheStore.on(cache);
        this.provider = provider;
        this.heap = Heap.fromNow();
    }

    /** Caffeine: a map in this process. */
    static BenchmarkedStore caffeine() {
        CachingProvider provider = new CaffeineCachingProvider();
        return new CachePlace(provider.getCacheManager(), JCacheStore.configuration(SampleSessions.LIFETIME), provider);
    }

    /** Hazelcast: the one member of a cluster, so nothing travels, but everything is written into bytes and read from them. */
    static BenchmarkedStore hazelcast() {
        HazelcastInstance member = Hazelcast.newHazelcastInstance(lonely());
        CacheManager caches = new HazelcastServerCachingProvider()
                .getCacheManager(null, null, HazelcastCachingProvider.propertiesByInstanceItself(member));
        // Hazelcast bounds every cache, by ten thousand entries unless it is told otherwise.
        var unbounded = new CacheConfig<>(JCacheStore.configuration(SampleSessions.LIFETIME))
                .setEvictionConfig(new EvictionConfig().setSize(Integer.MAX_VALUE));
        return new CachePlace(caches, unbounded, member.getLifecycleService()::terminate);
    }

    /** A member that looks for no others, and tells nobody of itself. */
    private static Config lonely() {
        Config config = new Config();
        config.setClusterName("sojourn-benchmark-" + UUID.randomUUID());
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        return config;
    }

    @Override
    public SessionStore store() {
        return store;
    }

    @Override
    public OptionalLong bytes() {
        return heap.growth();
    }

    @Override
    public void close() {
        store.close();
        cache.close();
        Closing.of(provider);
    }
}
