package dev.sojourn.demo;

import com.hazelcast.cache.HazelcastCachingProvider;
import com.hazelcast.cache.HazelcastMemberCachingProvider;
import com.hazelcast.config.CacheConfig;
import com.hazelcast.config.EvictionConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.token.StoreKey;
import dev.sojourn.store.jcache.JCacheStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;

/** A member of the cluster and the sessions' cache. Shows what the cache holds for a session: text that spells its record. */
record HazelcastShelf(HazelcastInstance member, Cache<String, String> cache, JCacheStore sessions) implements Shelf {

    private static final String CACHE = "sessions";
    private static final int MOST_SESSIONS = 1_000_000;
    private static final int SHOWN = 384;
    private static final int PER_LINE = 64;

    /** The cache as the cluster has it, made with one backup where it has none; the first demo's lifetime then holds for all. */
    static HazelcastShelf in(HazelcastInstance member, Duration lifetime) {
        CacheManager caches = new HazelcastMemberCachingProvider()
                .getCacheManager(null, null, HazelcastCachingProvider.propertiesByInstanceItself(member));
        @Nullable Cache<String, String> known = caches.getCache(CACHE, String.class, String.class);
        Cache<String, String> cache = known != null ? known : caches.createCache(CACHE, configuration(lifetime));
        return new HazelcastShelf(member, cache, JCacheStore.on(cache));
    }

    /** When a cluster that fell apart heals, the smaller side is dropped: put together, it would bring back who signed out. */
    private static CacheConfig<String, String> configuration(Duration lifetime) {
        CacheConfig<String, String> configuration = new CacheConfig<>(JCacheStore.configuration(lifetime));
        configuration.setBackupCount(1);
        configuration.setEvictionConfig(
                new EvictionConfig().setSize(MOST_SESSIONS)); // ten thousand unless told otherwise
        configuration.getMergePolicyConfig().setPolicy(DiscardMergePolicy.class.getName());
        return configuration;
    }

    @Override
    public Glance glance(StoreKey key) {
        @Nullable String text;
        try {
            text = cache.get(key.hex());
        } catch (CacheException | IllegalStateException failure) {
            throw new StoreException("the cache cannot be asked", failure);
        }
        return new Glance(
                "An entry in a cluster of " + member.getCluster().getMembers().size(),
                "cache.get(\"" + key.hex() + "\")",
                text == null ? List.of() : lines(text));
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < Math.min(SHOWN, text.length()); from += PER_LINE) {
            lines.add(text.substring(from, Math.min(text.length(), from + PER_LINE)));
        }
        if (text.length() > SHOWN) {
            lines.add("… " + text.length() + " characters");
        }
        return lines;
    }

    /** Hands over to the other members what this one holds. */
    @Override
    public void close() {
        sessions.close();
        member.shutdown();
    }
}
