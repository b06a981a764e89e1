package dev.sojourn.store.redis;

import static dev.sojourn.testkit.store.NearNode.NOW;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.TcpProxy;
import dev.sojourn.session.store.CachingStore;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.token.StoreKey;
import dev.sojourn.testkit.store.NearNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes with a near cache each on one real Redis, one of them over a wire that can be cut. */
@Timeout(120)
class NearCacheTest {

    private static RedisServer server;

    private TcpProxy wire;
    private NearNode here;
    private SessionStore elsewhere;

    @BeforeAll
    static void startServer() throws IOException {
        server = RedisServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void connect() throws IOException {
        wire = TcpProxy.to(server.port());
        here = new NearNode(RedisStore.connect("redis://127.0.0.1:" + wire.port()));
        elsewhere = CachingStore.around(RedisStore.connect(server.uri()));
    }

    @AfterEach
    void disconnect() {
        here.close();
        elsewhere.close();
        wire.close();
    }

    @Test
    void aLogoutElsewhereIsSeenWithinASecond() {
        for (int round = 0; round < Math.min(50, Integer.getInteger("sojourn.rounds", 200)); round++) {
            StoreKey key = here.near(elsewhere);
            elsewhere.delete(key, NOW);
            here.assertEndsWithinTheBound(key, System.nanoTime());
        }
    }

    @Test
    void aLogoutBehindABlackHoleIsNotHiddenForLongerThanASecond() {
        StoreKey key = here.near(elsewhere);
        wire.mode(TcpProxy.Mode.BLACK_HOLE);
        elsewhere.delete(key, NOW);
        here.assertEndsWithinTheBound(key, System.nanoTime());
        wire.mode(TcpProxy.Mode.FORWARD);
        wire.cut();
        here.assertNear(here.near(elsewhere));
    }

    @Test
    void afterACutReadsGoThroughUntilTheChannelStandsAgain() {
        StoreKey key = here.near(elsewhere);
        wire.mode(TcpProxy.Mode.REFUSE);
        wire.cut();
        elsewhere.delete(key, NOW);
        here.assertEndsWithinTheBound(key, System.nanoTime());
        wire.mode(TcpProxy.Mode.FORWARD);
        StoreKey other = here.near(elsewhere);
        elsewhere.delete(other, NOW);
        here.assertEndsWithinTheBound(other, System.nanoTime());
    }
}
