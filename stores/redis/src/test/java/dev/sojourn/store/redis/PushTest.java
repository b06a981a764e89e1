package dev.sojourn.store.redis;

import static dev.sojourn.store.redis.Sessions.NOW;
import static dev.sojourn.store.redis.Sessions.put;
import static dev.sojourn.store.redis.Sessions.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.TcpProxy;
import dev.sojourn.session.store.InvalidationListener;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import io.lettuce.core.RedisClient;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Redis tells of the sessions that others write. */
class PushTest {

    private RedisServer server;
    private TcpProxy proxy;
    private RedisStore here;
    private RedisStore elsewhere;
    private final Heard heard = new Heard();

    @BeforeEach
    void start() throws Exception {
        server = RedisServer.start();
        proxy = TcpProxy.to(server.port());
        here = RedisStore.connect("redis://127.0.0.1:" + proxy.port());
        elsewhere = RedisStore.connect(server.uri());
    }

    @AfterEach
    void stop() {
        here.close();
        elsewhere.close();
        proxy.close();
        server.close();
    }

    @Test
    void theChannelIsLostUntilItHasAnsweredOnce() throws Exception {
        here.subscribe(heard);
        assertThat(heard.next()).isEqualTo("lost");
        assertThat(heard.next()).isEqualTo("answered");
    }

    @Test
    void whateverIsWrittenElsewhereIsTold() throws Exception {
        here.subscribe(heard);
        heard.await("answered");
        StoredSession created = saved(elsewhere.create(Sessions.of("alice"), NOW));
        heard.await(told(created.key()));
        StoredSession written = saved(elsewhere.save(created, put("a", "1"), NOW));
        heard.await(told(created.key()));
        StoreKey next = Sessions.newKey();
        saved(elsewhere.renew(written, next, put("b", "1"), NOW));
        heard.await(told(next));
        elsewhere.delete(next, NOW);
        heard.await(told(next));
    }

    @Test
    void aFlushedServerTellsThatAnythingMayHaveChanged() throws Exception {
        here.subscribe(heard);
        heard.await("answered");
        try (RedisClient client = RedisClient.create(server.uri());
                var connection = client.connect()) {
            connection.sync().flushall();
        }
        heard.await("all");
    }

    @Test
    void aCutChannelIsLostAndComesBackByItself() throws Exception {
        here.subscribe(heard);
        heard.await("answered");
        proxy.mode(TcpProxy.Mode.REFUSE);
        proxy.cut();
        heard.await("lost");
        proxy.mode(TcpProxy.Mode.FORWARD);
        heard.await("answered");
        StoredSession created = saved(elsewhere.create(Sessions.of("alice"), NOW));
        heard.await(told(created.key()));
    }

    @Test
    void whoSubscribesWhileTheServerIsDownIsToldSoAndMayTryAgain() throws Exception {
        server.kill();
        assertThatThrownBy(() -> here.subscribe(heard)).isInstanceOf(StoreException.class);
        assertThat(heard.things).isEmpty();
        server.restart();
        here.subscribe(heard);
        heard.await("answered");
    }

    @Test
    void whoHasUnsubscribedHearsNothingMore() throws Exception {
        here.subscribe(heard).close();
        Heard other = new Heard();
        here.subscribe(other);
        other.await("answered");
        StoredSession created = saved(elsewhere.create(Sessions.of("alice"), NOW));
        other.await(told(created.key()));
        assertThat(heard.things).containsExactly("lost");
    }

    private static String told(StoreKey key) {
        return key.hex();
    }

    private static final class Heard implements InvalidationListener {

        private final BlockingQueue<String> things = new LinkedBlockingQueue<>();

        @Override
        public void invalidated(StoreKey key) {
            things.add(key.hex());
        }

        @Override
        public void invalidatedAll() {
            things.add("all");
        }

        @Override
        public void answered(long askedAtNanos) {
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
