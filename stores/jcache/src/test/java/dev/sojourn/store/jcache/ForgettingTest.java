package dev.sojourn.store.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import dev.sojourn.session.store.InvalidationListener;
import dev.sojourn.session.store.InvalidationPush;
import dev.sojourn.session.token.StoreKey;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a listener hears of a cache. */
class ForgettingTest {

    private final JCacheStore store = JCacheStore.on(new CaffeineCachingProvider()
            .getCacheManager()
            .createCache(UUID.randomUUID().toString(), JCacheStore.configuration(Duration.ofHours(12))));
    private final InvalidationPush push =
            store.capability(InvalidationPush.class).orElseThrow();
    private final Heard heard = new Heard();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void everythingIsForgottenBeforeItIsTrustedTurnByTurn() throws Exception {
        push.subscribe(heard);
        assertThat(List.of(heard.next(), heard.next(), heard.next(), heard.next(), heard.next()))
                .containsExactly("lost", "all", "answered", "all", "answered");
    }

    @Test
    void trustCountsFromBeforeTheForgetting() throws Exception {
        push.subscribe(heard);
        heard.await("answered");
        assertThat(heard.askedAt - heard.forgottenAt).isNotPositive();
    }

    @Test
    void whoHasUnsubscribedHearsNothingMore() throws Exception {
        push.subscribe(heard).close();
        Heard other = new Heard();
        push.subscribe(other);
        other.await("answered");
        List<String> before = List.copyOf(heard.things);
        other.await("answered");
        other.await("answered");
        assertThat(heard.things).containsExactlyElementsOf(before);
    }

    @Test
    void aClosedStoreSaysThatItTellsNoMore() throws Exception {
        push.subscribe(heard);
        heard.await("answered");
        store.close();
        heard.await("lost");
    }

    private static final class Heard implements InvalidationListener {

        private final BlockingQueue<String> things = new LinkedBlockingQueue<>();
        private volatile long forgottenAt;
        private volatile long askedAt;

        @Override
        public void invalidated(StoreKey key) {
            things.add(key.hex());
        }

        @Override
        public void invalidatedAll() {
            forgottenAt = System.nanoTime();
            things.add("all");
        }

        @Override
        public void answered(long askedAtNanos) {
            askedAt = askedAtNanos;
            things.add("answered");
        }

        @Override
        public void lost() {
            things.add("lost");
        }

        String next() throws InterruptedException {
            String thing = things.poll(20, TimeUnit.SECONDS);
            assertThat(thing).as("told within 20 s").isNotNull();
            return thing;
        }

        void await(String thing) throws InterruptedException {
            while (!next().equals(thing)) {
                Thread.onSpinWait();
            }
        }
    }
}
