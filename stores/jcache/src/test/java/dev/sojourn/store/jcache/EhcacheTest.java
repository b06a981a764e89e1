package dev.sojourn.store.jcache;

import dev.sojourn.session.store.SessionStore;
import dev.sojourn.testkit.store.InvalidationPushContract;
import dev.sojourn.testkit.store.SealedAtRestContract;
import dev.sojourn.testkit.store.SessionStoreContract;
import java.time.Duration;
import java.util.UUID;
import javax.cache.Cache;
import org.ehcache.jsr107.EhcacheCachingProvider;

class EhcacheTest extends SessionStoreContract implements SealedAtRestContract, InvalidationPushContract {

    private final Cache<String, String> cache = new EhcacheCachingProvider()
            .getCacheManager()
            .createCache(UUID.randomUUID().toString(), JCacheStore.configuration(Duration.ofHours(12)));

    @Override
    protected SessionStore open() {
        return JCacheStore.on(cache);
    }

    @Override
    public byte[] dump() {
        return CacheDump.of(cache);
    }
}
