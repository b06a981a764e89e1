package dev.sojourn.store.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import dev.sojourn.session.store.Durable;
import dev.sojourn.session.store.SessionLimit;
import dev.sojourn.session.store.SessionsByOwner;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.ExpiryPolicy;
import org.junit.jupiter.api.Test;

/** Which caches are taken, and what is said of the others. */
class JCacheStoreTest {

    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");

    private final CacheManager caches = new CaffeineCachingProvider().getCacheManager();

    @Test
    void aCacheWhoseEntriesNeverExpireIsRefusedSayingWhatToDo() {
        Cache<String, String> eternal = caches.createCache(
                "eternal-" + UUID.randomUUID(),
                new MutableConfiguration<String, String>().setTypes(String.class, String.class));
        assertThatThrownBy(() -> JCacheStore.on(eternal))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("never expire")
                .hasMessageContaining("JCacheStore.configuration");
    }

    @Test
    void entriesStayTwoMinutesLongerThanTheLifetimeSinceTheirLastWriteAndNoReadKeepsThem() {
        ExpiryPolicy policy = JCacheStore.configuration(Duration.ofHours(12))
                .getExpiryPolicyFactory()
                .create();
        long minutes = 12 * 60 + 2;
        assertThat(policy.getExpiryForCreation()).isEqualTo(new javax.cache.expiry.Duration(TimeUnit.MINUTES, minutes));
        assertThat(policy.getExpiryForUpdate()).isEqualTo(new javax.cache.expiry.Duration(TimeUnit.MINUTES, minutes));
        assertThat(policy.getExpiryForAccess()).isNull();
    }

    @Test
    void whatACacheCannotDoIsSaid() {
        JCacheStore store = JCacheStore.on(cache());
        assertThat(store.capability(Durable.class)).isEmpty();
        assertThat(store.whyNot(Durable.class)).contains("may evict");
        assertThat(store.capability(SessionsByOwner.class)).isEmpty();
        assertThat(store.whyNot(SessionsByOwner.class)).contains("by their key alone");
        assertThat(store.whyNot(SessionLimit.class)).contains("by their key alone");
    }

    @Test
    void whatSomebodyElseHasPutThereIsNoSessionAndIsTold() {
        Cache<String, String> cache = cache();
        StoreKey key = StoreKey.of(SessionToken.random(), "test");
        List<String> told = new ArrayList<>();
        JCacheStore store = JCacheStore.on(cache, event -> told.add(event.type().name()));
        for (String foreign : List.of("not base64 at all!", "AAAA", "")) {
            cache.put(key.hex(), foreign);
            assertThat(store.find(key, NOW)).isEmpty();
        }
        assertThat(told).containsOnly("STORE_RECORD_INVALID").hasSize(3);
    }

    private Cache<String, String> cache() {
        return caches.createCache(UUID.randomUUID().toString(), JCacheStore.configuration(Duration.ofHours(12)));
    }
}
