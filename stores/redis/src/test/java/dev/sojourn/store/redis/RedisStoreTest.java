package dev.sojourn.store.redis;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.testkit.store.SessionLimitContract;
import dev.sojourn.testkit.store.SessionStoreContract;
import dev.sojourn.testkit.store.SessionsByOwnerContract;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The exam, against Redis 6.2 or the server that {@code -Dsojourn.redis.uri} names. */
class RedisStoreTest extends SessionStoreContract implements SessionsByOwnerContract, SessionLimitContract {

    private static RedisServer server;

    @BeforeAll
    static void startServer() throws IOException {
        server = RedisServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    protected SessionStore open() {
        String uri = System.getProperty("sojourn.redis.uri", server.uri());
        return RedisStore.builder(uri).prefix("exam-" + UUID.randomUUID() + ":").build();
    }
}
