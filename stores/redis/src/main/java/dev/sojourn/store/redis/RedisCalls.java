package dev.sojourn.store.redis;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventListener;
import dev.sojourn.event.EventType;
import dev.sojourn.session.store.StoreException;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis, or to each node of a cluster, shared by all threads, another for writes that are waited for, and what may be
 * sent over them. A command is sent once: what was under way when the connection broke is not sent again after it was mended, since it
 * may have been carried out.
 */
final class RedisCalls implements AutoCloseable {

    // By itself the client would wait up to half a minute before it looks whether Redis is back.
    private static final Duration SOONEST = Duration.ofMillis(20);
    private static final Duration LATEST = Duration.ofSeconds(1);
    private static final Duration END = Duration.ofSeconds(2);

    private final ClientResources resources;
    private final AbstractRedisClient client;
    private final StatefulConnection<byte[], byte[]> connection;
    private final RedisClusterCommands<byte[], byte[]> sync;
    private final RedisClusterAsyncCommands<byte[], byte[]> async;
    private final @Nullable Function<byte[], AwaitedWrites> awaited; // by key; null where no replicas are waited for
    private final EventListener events;

    private RedisCalls(ClientResources resources, RedisClient client, ReplicaWait wait, EventListener events) {
        StatefulRedisConnection<byte[], byte[]> opened = client.connect(ByteArrayCodec.INSTANCE);
        this.resources = resources;
        this.client = client;
        this.connection = opened;
        this.sync = opened.sync();
        this.async = opened.async();
        this.events = events;
        if (wait.replicas() > 0) {
            AwaitedWrites all = new AwaitedWrites(client.connect(ByteArrayCodec.INSTANCE), wait, events);
            this.awaited = key -> all;
        } else {
            this.awaited = null;
        }
    }

    private RedisCalls(ClientResources resources, RedisClusterClient client, ReplicaWait wait, EventListener events) {
        StatefulRedisClusterConnection<byte[], byte[]> opened = client.connect(ByteArrayCodec.INSTANCE);
        this.resources = resources;
        this.client = client;
        this.connection = opened;
        this.sync = opened.sync();
        this.async = opened.async();
        this.events = events;
        if (wait.replicas() > 0) {
            AwaitedNodes nodes = new AwaitedNodes(opened, wait, events);
            nodes.serving(new byte[0]); // what the user may not do is found now
            this.awaited = nodes::serving;
        } else {
            this.awaited = null;
        }
    }

    /** @throws StoreException when Redis cannot be reached, or turns the user away */
    static RedisCalls connect(RedisAddress address, Duration timeout, ReplicaWait wait, EventListener events) {
        address.uris().forEach(uri -> uri.setTimeout(timeout));
        ClientResources resources = DefaultClientResources.builder()
                .reconnectDelay(Delay.fullJitter(SOONEST, LATEST, SOONEST.toMillis(), TimeUnit.MILLISECONDS))
                .build();
        ClientOptions options = ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(whileDisconnected(address))
                .replayFilter(command -> true)
                .protocolVersion(ProtocolVersion.RESP3)
                .socketOptions(SocketOptions.builder().connectTimeout(timeout).build())
                .timeoutOptions(TimeoutOptions.enabled(timeout))
                .build();
        AbstractRedisClient client = address.cluster()
                ? RedisClusterClient.create(resources, address.uris())
                : RedisClient.create(resources, address.uris().get(0));
        try {
            if (client instanceof RedisClusterClient cluster) {
                cluster.setOptions(ClusterClientOptions.builder(options)
                        .topologyRefreshOptions(topology())
                        .build());
                return new RedisCalls(resources, cluster, wait, events);
            }
            RedisClient single = (RedisClient) client;
            single.setOptions(options);
            return new RedisCalls(resources, single, wait, events);
        } catch (RedisException unreachable) {
            end(client, resources);
            throw failed("connect", unreachable);
        }
    }

    /**
     * A single connection is there or not. That to a node of a cluster is opened by its first command, which waits for it; what is
     * not sent within the timeout is never sent.
     */
    private static DisconnectedBehavior whileDisconnected(RedisAddress address) {
        return address.cluster() ? DisconnectedBehavior.DEFAULT : DisconnectedBehavior.REJECT_COMMANDS;
    }

    /** By itself the client would look half a minute later which replica has taken over. */
    private static ClusterTopologyRefreshOptions topology() {
        return ClusterTopologyRefreshOptions.builder()
                .adaptiveRefreshTriggersTimeout(SOONEST.multipliedBy(10))
                .refreshTriggersReconnectAttempts(1)
                .enablePeriodicRefresh(LATEST)
                .build();
    }

    /** The client of a single server, for connections that serve another purpose than calls; empty where it is a cluster. */
    Optional<RedisClient> client() {
        return client instanceof RedisClient single ? Optional.of(single) : Optional.empty();
    }

    /** Sends commands that read. */
    <T> T read(String doing, Function<RedisClusterCommands<byte[], byte[]>, T> commands) {
        try {
            return commands.apply(sync);
        } catch (RedisException failure) {
            throw failed(doing, failure);
        }
    }

    /** Sends one command that reads for each of these, all before the first is answered; answers in their order. */
    <I, T> List<T> readEach(
            String doing,
            Collection<I> items,
            BiFunction<RedisClusterAsyncCommands<byte[], byte[]>, I, RedisFuture<T>> command) {
        try {
            List<RedisFuture<T>> asked =
                    items.stream().map(item -> command.apply(async, item)).toList();
            List<T> answers = new ArrayList<>();
            for (RedisFuture<T> answer : asked) {
                answers.add(LettuceFutures.awaitOrCancel(
                        answer, connection.getTimeout().toNanos(), TimeUnit.NANOSECONDS));
            }
            return answers;
        } catch (RedisException failure) {
            throw failed(doing, failure);
        }
    }

    /** Runs a script, once. */
    Answer run(String doing, Script script, byte[][] keys, byte[][] arguments) {
        try {
            return script.run(sync, keys, arguments);
        } catch (RedisException failure) {
            throw failed(doing, failure);
        }
    }

    /** Like {@link #run}, then waits until replicas have what was written, where there are any. All keys are on one server. */
    Answer runAwaited(String doing, Script script, byte[][] keys, byte[][] arguments) {
        if (awaited == null) {
            return run(doing, script, keys, arguments);
        }
        try {
            return awaited.apply(keys[0]).run(script, keys, arguments);
        } catch (RedisException failure) {
            if (!redirected(failure)) {
                throw failed(doing, failure);
            }
        }
        events.on(new Event(
                EventType.REPLICA_LATE,
                Clock.systemUTC().instant(),
                null,
                "slots of the cluster are moving; the end of a session was not waited for"));
        return run(doing, script, keys, arguments);
    }

    /** Another server has the keys; this one has run nothing. */
    private static boolean redirected(RedisException failure) {
        String said = String.valueOf(failure.getMessage());
        return failure instanceof RedisCommandExecutionException
                && (said.startsWith("MOVED ") || said.startsWith("ASK ") || said.startsWith("TRYAGAIN"));
    }

    /** What Redis itself said stays in the cause, cut to the word it begins with here: the rest may name a session's key. */
    static StoreException failed(String doing, RedisException failure) {
        String said = failure instanceof RedisCommandExecutionException
                ? String.valueOf(failure.getMessage()).split(" ", 2)[0]
                : String.valueOf(failure.getMessage());
        String advice = said.equals("MOVED")
                ? "it is a node of a cluster, whose address begins with redis-cluster:// or rediss-cluster://"
                : "look whether it is up, reachable and lets this user in";
        return new StoreException("Redis failed to " + doing + "; " + advice + ": " + said, failure);
    }

    @Override
    public void close() {
        connection.close();
        end(client, resources);
    }

    private static void end(AbstractRedisClient client, ClientResources resources) {
        client.shutdown(Duration.ZERO, END);
        resources.shutdown(0, END.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly(END.toMillis());
    }
}
