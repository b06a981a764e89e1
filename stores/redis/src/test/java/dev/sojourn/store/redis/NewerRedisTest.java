package dev.sojourn.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.testkit.store.InvalidationPushContract;
import dev.sojourn.testkit.store.SessionLimitContract;
import dev.sojourn.testkit.store.SessionStoreContract;
import dev.sojourn.testkit.store.SessionsByOwnerContract;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The exam, against the Redis or Valkey that runs at {@code -Dsojourn.valkey.uri}, or the machine's own Redis. */
class NewerRedisTest extends SessionStoreContract
        implements SessionsByOwnerContract, SessionLimitContract, InvalidationPushContract {

    private static final @Nullable String RUNNING = System.getProperty("sojourn.valkey.uri");

    private static @Nullable RedisServer server;

    @BeforeAll
    static void startServer() throws IOException {
        if (RUNNING != null) {
            return;
        }
        if (Boolean.getBoolean("sojourn.require.all")) {
            assertThat(RedisServer.installed()).as("redis-server is installed").isTrue();
        }
        assumeTrue(RedisServer.installed(), "redis-server is not installed on this machine");
        server = RedisServer.startInstalled();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected SessionStore open() {
        return RedisStore.builder(server == null ? String.valueOf(RUNNING) : server.uri())
                .prefix("exam-" + UUID.randomUUID() + ":")
                .build();
    }
}
