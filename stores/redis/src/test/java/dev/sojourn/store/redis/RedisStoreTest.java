package dev.sojourn.store.redis;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.testkit.store.InvalidationPushContract;
import dev.sojourn.testkit.store.SealedAtRestContract;
import dev.sojourn.testkit.store.SessionLimitContract;
import dev.sojourn.testkit.store.SessionStoreContract;
import dev.sojourn.testkit.store.SessionsByOwnerContract;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The exam, against Redis 6.2 or the server that {@code -Dsojourn.redis.uri} names. */
class RedisStoreTest extends SessionStoreContract
        implements SessionsByOwnerContract, SessionLimitContract, SealedAtRestContract, InvalidationPushContract {

    private static RedisServer server;

    @BeforeAll
    static void startServer() throws IOException {
        server = RedisServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    /** Every key with everything that stands under it. */
    @Override
    public byte[] dump() {
        StringBuilder all = new StringBuilder();
        try (RedisClient client = RedisClient.create(uri());
                StatefulRedisConnection<String, String> connection = client.connect(StringCodec.ASCII)) {
            RedisCommands<String, String> redis = connection.sync();
            for (String key : redis.keys("*")) {
                all.append(key).append(redis.type(key).equals("hash") ? redis.hgetall(key) : redis.zrange(key, 0, -1));
            }
        }
        return all.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String uri() {
        return System.getProperty("sojourn.redis.uri", server.uri());
    }

    @Override
    protected SessionStore open() {
        return RedisStore.builder(uri())
                .prefix("exam-" + UUID.randomUUID() + ":")
                .build();
    }
}
