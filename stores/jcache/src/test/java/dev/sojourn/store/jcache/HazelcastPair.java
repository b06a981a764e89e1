package dev.sojourn.store.jcache;

import com.hazelcast.cache.HazelcastCachingProvider;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.spi.CachingProvider;

/** Two members of a Hazelcast cluster in this process, each entry of whose caches has one backup. */
final class HazelcastPair implements AutoCloseable {

    private final List<HazelcastInstance> members;

    HazelcastPair() {
        String cluster = "sojourn-" + UUID.randomUUID();
        this.members = List.of(
                Hazelcast.newHazelcastInstance(config(cluster)), Hazelcast.newHazelcastInstance(config(cluster)));
        if (members.get(1).getCluster().getMembers().size() != 2) {
            throw new IllegalStateException("the two members have not found each other");
        }
    }

    private static Config config(String cluster) {
        Config config = new Config();
        config.setClusterName(cluster);
        config.setInstanceName(cluster + "-" + UUID.randomUUID());
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.getNetworkConfig().setPort(25701).setPortAutoIncrement(true);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1");
        return config;
    }

    /** A cache as one of the members has it; both have the same under one name. */
    Cache<String, String> cache(int member, String name) {
        HazelcastInstance instance = members.get(member);
        Properties where = HazelcastCachingProvider.propertiesByInstanceItself(instance);
        CachingProvider provider = new com.hazelcast.cache.impl.HazelcastServerCachingProvider();
        CacheManager caches = provider.getCacheManager(null, null, where);
        Cache<String, String> known = caches.getCache(name, String.class, String.class);
        return known != null
                ? known
                : caches.createCache(
                        name,
                        new com.hazelcast.config.CacheConfig<>(JCacheStore.configuration(Duration.ofHours(12)))
                                .setBackupCount(1));
    }

    /** Waits until every entry has its backup, as it has in a cluster that stands. */
    void settle() {
        long begin = System.nanoTime();
        while (!members.get(0).getPartitionService().isClusterSafe()
                || !members.get(1).getPartitionService().isClusterSafe()) {
            if (System.nanoTime() - begin > 30_000_000_000L) {
                throw new IllegalStateException("the cluster has not settled within 30 s");
            }
            Thread.onSpinWait();
        }
    }

    /** Ends a member as a crash does, without handing over what it holds. */
    void kill(int member) {
        members.get(member).getLifecycleService().terminate();
    }

    @Override
    public void close() {
        members.forEach(member -> member.getLifecycleService().terminate());
    }
}
