package dev.sojourn.store.jcache;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.testkit.store.InvalidationPushContract;
import dev.sojourn.testkit.store.SealedAtRestContract;
import dev.sojourn.testkit.store.SessionStoreContract;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
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

    /** Every key, with its value as the record that it spells. */
    @Override
    public byte[] dump() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Cache.Entry<String, String> entry : cache) {
            all.writeBytes(entry.getKey().getBytes(StandardCharsets.UTF_8));
            all.writeBytes(Base64.getDecoder().decode(entry.getValue()));
        }
        return all.toByteArray();
    }
}
