package dev.sojourn.store.jcache;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.testkit.store.SessionStoreContract;
import java.time.Duration;
import java.util.UUID;
import javax.cache.CacheManager;

class CaffeineCacheTest extends SessionStoreContract {

    @Override
    protected SessionStore open() {
        CacheManager caches = new CaffeineCachingProvider().getCacheManager();
        return JCacheStore.on(
                caches.createCache(UUID.randomUUID().toString(), JCacheStore.configuration(Duration.ofHours(12))));
    }
}
