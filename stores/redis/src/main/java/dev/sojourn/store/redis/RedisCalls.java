package dev.sojourn.store.redis;

import dev.sojourn.session.store.StoreException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One connection to Redis, shared by all threads, and what may be sent over it. A command is sent once: what was under way when
 * the connection broke is not sent again after it was mended, since it may have been carried out.
 */
final class RedisCalls implements AutoCloseable {

    // By itself the client would wait up to half a minute before it looks whether Redis is back.
    private static final Duration SOONEST = Duration.ofMillis(20);
    private static final Duration LATEST = Duration.ofSeconds(1);
    private static final Duration END = Duration.ofSeconds(2);

    private final ClientResources resources;
    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> connection;

    private RedisCalls(
            ClientResources resources, RedisClient client, StatefulRedisConnection<byte[], byte[]> connection) {
        this.resources = resources;
        this.client = client;
        this.connection = connection;
    }

    /** @throws StoreException when Redis cannot be reached, or turns the user away */
    static RedisCalls connect(RedisURI uri, Duration timeout) {
        uri.setTimeout(timeout);
        ClientResources resources = DefaultClientResources.builder()
                .reconnectDelay(Delay.fullJitter(SOONEST, LATEST, SOONEST.toMillis(), TimeUnit.MILLISECONDS))
                .build();
        RedisClient client = RedisClient.create(resources, uri);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true)
                .protocolVersion(ProtocolVersion.RESP3)
                .socketOptions(SocketOptions.builder().connectTimeout(timeout).build())
                .timeoutOptions(TimeoutOptions.enabled(timeout))
                .build());
        try {
            return new RedisCalls(resources, client, client.connect(ByteArrayCodec.INSTANCE));
        } catch (RedisException unreachable) {
            end(client, resources);
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

    /** What Redis itself said stays in the cause, cut to the word it begins with here: the rest may name a session's key. */
    static StoreException failed(String doing, RedisException failure) {
        String said = failure instanceof RedisCommandExecutionException
                ? String.valueOf(failure.getMessage()).split(" ", 2)[0]
                : String.valueOf(failure.getMessage());
        return new StoreException(
                "Redis failed to " + doing + "; look whether it is up, reachable and lets this user in: " + said,
                failure);
    }

    @Override
    public void close() {
        connection.close();
        end(client, resources);
    }

    private static void end(RedisClient client, ClientResources resources) {
        client.shutdown(Duration.ZERO, END);
        resources.shutdown(0, END.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly(END.toMillis());
    }
}
