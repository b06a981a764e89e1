package dev.sojourn.benchmarks;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.store.redis.RedisStore;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/** The store on a Redis that is started here, without persistence; its bytes are the growth of its used_memory. */
final class RedisPlace implements BenchmarkedStore {

    private static final String USED = "used_memory:";

    private final RedisServer server;
    private final RedisStore store;
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final long before;

    private RedisPlace(RedisServer server) {
        this.server = server;
        this.store = RedisStore.connect(server.uri());
        this.client = RedisClient.create(server.uri());
        this.connection = client.connect();
        this.before = used();
    }

    static BenchmarkedStore open() {
        try {
            return new RedisPlace(RedisServer.start());
        } catch (IOException failure) {
            throw new UncheckedIOException("Redis does not start", failure);
        }
    }

    @Override
    public SessionStore store() {
        return store;
    }

    @Override
    public OptionalLong bytes() {
        return OptionalLong.of(used() - before);
    }

    private long used() {
        return connection
                .sync()
                .info("memory")
                .lines()
                .filter(line -> line.startsWith(USED))
                .mapToLong(line -> Long.parseLong(line.substring(USED.length()).strip()))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        store.close();
        connection.close();
        client.shutdown();
        Closing.of(server);
    }
}
