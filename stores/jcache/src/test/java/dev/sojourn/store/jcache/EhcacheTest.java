package dev.sojourn.store.jcache;

import dev.sojourn.session.store.SessionStore;
import dev.sojourn.testkit.store.InvalidationPushContract;
import dev.sojourn.testkit.store.SessionStoreContract;
import java.time.Duration;
import java.util.UUID;
import javax.cache.CacheManager;
import org.ehcache.jsr107.EhcacheCachingProvider;

class EhcacheTest extends SessionStoreContract implements InvalidationPushContract {

    @Override
    protected SessionStore open() {
        CacheManager caches = new EhcacheCachingProvider().getCacheManager();
        return JCacheStore.on(
                caches.createCache(UUID.randomUUID().toString(), JCacheStore.configuration(Duration.ofHours(12))));
    }
}
