package dev.sojourn.store.redis;

import dev.sojourn.session.store.StoreException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * One connection to Redis, shared by all threads, and what may be sent over it. A command is sent once: what was under way when
 * the connection broke is not sent again after it was mended, since it may have been carried out.
 */
final class RedisCalls implements AutoCloseable {

    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> connection;

    private RedisCalls(RedisClient client, StatefulRedisConnection<byte[], byte[]> connection) {
        this.client = client;
        this.connection = connection;
    }

    /** @throws StoreException when Redis cannot be reached, or turns the user away */
    static RedisCalls connect(RedisURI uri, Duration timeout) {
        uri.setTimeout(timeout);
        RedisClient client = RedisClient.create(uri);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true)
                .protocolVersion(ProtocolVersion.RESP3)
                .timeoutOptions(TimeoutOptions.enabled(timeout))
                .build());
        try {
            return new RedisCalls(client, client.connect(ByteArrayCodec.INSTANCE));
        } catch (RedisException unreachable) {
            client.shutdown(Duration.ZERO, Duration.ZERO);
            throw failed("connect", unreachable);
        }
    }

    /** The client, for connections that serve another purpose than calls. */
    RedisClient client() {
        return client;
    }

    /** Sends commands that read. */
    <T> T read(String doing, Function<RedisCommands<byte[], byte[]>, T> commands) {
        try {
            return commands.apply(connection.sync());
        } catch (RedisException failure) {
            throw failed(doing, failure);
        }
    }

    /** Runs a script, once; where Redis does not know it, which proves that nothing ran, the whole text is sent. */
    List<Object> run(String doing, Script script, byte[][] keys, byte[][] arguments) {
        try {
            try {
                return connection.sync().evalsha(script.sha(), ScriptOutputType.MULTI, keys, arguments);
            } catch (RedisNoScriptException unknown) {
                return connection
                        .sync()
                        .eval(SessionHash.bytes(script.text()), ScriptOutputType.MULTI, keys, arguments);
            }
        } catch (RedisException failure) {
            throw failed(doing, failure);
        }
    }

    private static StoreException failed(String doing, RedisException failure) {
        return new StoreException(
                "Redis failed to " + doing + "; look whether it is up, reachable and lets this user in: "
                        + failure.getMessage(),
                failure);
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
