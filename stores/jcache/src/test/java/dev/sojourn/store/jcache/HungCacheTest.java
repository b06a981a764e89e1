package dev.sojourn.store.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import dev.sojourn.session.store.CallLimit;
import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import javax.cache.Cache;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cache whose calls do not return, as those of a cluster may that has lost its majority. */
class HungCacheTest {

    private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
    private final Instant end = now.plus(Duration.ofMinutes(33));
    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile Set<String> hanging = Set.of();
    private final JCacheStore store = JCacheStore.on(thatMayHang(new CaffeineCachingProvider()
            .getCacheManager()
            .createCache(UUID.randomUUID().toString(), JCacheStore.configuration(Duration.ofHours(12)))));

    @AfterEach
    void letEverybodyGo() {
        goOn.countDown();
        store.close();
    }

    @Test
    void aReadThatHangsIsAStoreExceptionAfterTwoSecondsAndTheSessionIsThereWhenTheCacheGoesOn() {
        StoredSession found = stored();
        hanging = Set.of("get");
        assertFailsAfterTwoSeconds(() -> store.find(found.key(), now));
        goOn.countDown();
        assertThat(store.find(found.key(), now)).isPresent();
    }

    @Test
    void aWriteThatHangsIsAStoreExceptionAfterTwoSecondsAndLaterOnesAreWritten() {
        StoredSession found = stored();
        hanging = Set.of("replace");
        assertFailsAfterTwoSeconds(() -> store.save(found, put("a"), now));
        goOn.countDown();
        assertThat(store.save(found, put("b"), now)).isInstanceOf(Saved.class);
    }

    @Test
    void theLimitOfTheStoreIsTheOnlyOne() {
        assertThat(CallLimit.around(store)).isSameAs(store);
    }

    private static void assertFailsAfterTwoSeconds(ThrowingCallable call) {
        long begin = System.nanoTime();
        assertThatThrownBy(call).isInstanceOf(StoreException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(5));
    }

    private StoredSession stored() {
        StoreKey key = StoreKey.of(SessionToken.random(), "test");
        store.create(new StoredSession(key, PackedAttributes.EMPTY, now, now, end, end, null, null, null), now);
        return store.find(key, now).orElseThrow();
    }

    private Changes put(String name) {
        return Changes.of(Map.of(name, new byte[1]), Set.of(), now, end);
    }

    @SuppressWarnings("unchecked") // a proxy is made of the raw class
    private Cache<String, String> thatMayHang(Cache<String, String> cache) {
        return (Cache<String, String>) Proxy.newProxyInstance(
                Cache.class.getClassLoader(), new Class<?>[] {Cache.class}, (proxy, method, arguments) -> {
                    if (hanging.contains(method.getName())) {
                        goOn.await();
                    }
                    return called(cache, method, arguments);
                });
    }

    private static Object called(Cache<String, String> cache, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(cache, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
