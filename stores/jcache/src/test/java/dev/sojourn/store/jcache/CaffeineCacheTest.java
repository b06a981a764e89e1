package dev.sojourn.store.jcache;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.testkit.store.InvalidationPushContract;
import dev.sojourn.testkit.store.SealedAtRestContract;
import dev.sojourn.testkit.store.SessionStoreContract;
import java.time.Duration;
import java.util.UUID;
import javax.cache.Cache;

class CaffeineCacheTest extends SessionStoreContract implements SealedAtRestContract, InvalidationPushContract {

    private final Cache<String, String> cache = new CaffeineCachingProvider()
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
