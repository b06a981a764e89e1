package dev.sojourn.demo;

import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.token.StoreKey;
import dev.sojourn.store.redis.RedisStore;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An open Redis store, and a second connection that shows a session's hash as {@code redis-cli} does. */
record RedisShelf(
        RedisStore sessions, RedisClient client, StatefulRedisConnection<byte[], byte[]> connection, String address)
        implements Shelf {

    private static final String KEYS = "sojourn:s:";

    static RedisShelf open(String uri) {
        RedisStore store = RedisStore.connect(uri);
        RedisClient client = RedisClient.create(uri);
        try {
            return new RedisShelf(
                    store, client, client.connect(ByteArrayCodec.INSTANCE), SessionPlace.withoutPassword(uri));
        } catch (RedisException unreachable) {
            client.shutdown();
            store.close();
            throw new StoreException("Redis cannot be reached", unreachable);
        }
    }

    @Override
    public Glance glance(StoreKey key) {
        String name = KEYS + key.hex();
        List<String> lines = new ArrayList<>();
        try {
            connection
                    .sync()
                    .hgetall(name.getBytes(StandardCharsets.US_ASCII))
                    .forEach((field, value) -> lines.add(quoted(field) + " " + quoted(value)));
        } catch (RedisException unreachable) {
            throw new StoreException("Redis cannot be asked", unreachable);
        }
        return new Glance("A hash on Redis", "redis-cli -u " + address + " hgetall " + name, lines);
    }

    private static String quoted(byte[] bytes) {
        StringBuilder text = new StringBuilder("\"");
        for (byte octet : bytes) {
            if (octet == '"' || octet == '\\') {
                text.append('\\').append((char) octet);
            } else if (octet >= ' ' && octet <= '~') {
                text.append((char) octet);
            } else {
                text.append(String.format("\\x%02x", octet));
            }
        }
        return text.append('"').toString();
    }

    @Override
    public void close() {
        sessions.close();
        connection.close();
        client.shutdown();
    }
}
