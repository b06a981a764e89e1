package dev.sojourn.store.redis;

import dev.sojourn.session.store.InvalidationListener;
import dev.sojourn.session.store.InvalidationPush;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.codec.StringCodec;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What Redis tells unasked: client tracking (RESP3) on a connection of its own, which begins with the first listener. Tracking
 * ends with a connection, so it is switched on anew after every reconnect, and asked four times a second whether it still stands.
 */
final class Push implements InvalidationPush, AutoCloseable {

    private static final long PING_MILLIS = 250;

    private final RedisClient client;
    private final RedisKeys keys;
    private final Set<InvalidationListener> listeners = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    // Written under the lock, read by the client's threads as well.
    private volatile @Nullable StatefulRedisConnection<String, String> connection;
    private @Nullable ScheduledExecutorService pings;
    private @Nullable ScheduledFuture<?> heartbeat;
    private final AtomicBoolean switching = new AtomicBoolean();
    private final AtomicLong connections = new AtomicLong(); // what was asked over an earlier one says nothing
    private volatile boolean tracking;

    Push(RedisClient client, RedisKeys keys) {
        this.client = client;
        this.keys = keys;
    }

    @Override
    public Subscription subscribe(InvalidationListener listener) {
        lock.lock();
        try {
            if (connection == null) {
                open();
            }
            listener.lost();
            listeners.add(listener);
        } finally {
            lock.unlock();
        }
        return () -> listeners.remove(listener);
    }

    private void open() {
        StatefulRedisConnection<String, String> opened;
        try {
            opened = client.connect(StringCodec.UTF8);
        } catch (RedisException unreachable) {
            throw RedisCalls.failed("open a connection for what it tells", unreachable);
        }
        opened.addListener(new Reconnects());
        opened.addListener(this::told);
        connection = opened;
        track(opened);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "sojourn-redis-push");
            thread.setDaemon(true);
            return thread;
        });
        pings = timer;
        heartbeat = timer.scheduleWithFixedDelay(() -> look(opened), 0, PING_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Without waiting: this may be called by the thread that reads the answers. Off comes first, since Redis refuses a prefix that
     * is tracked already; and one such question at a time, for the same reason.
     */
    private void track(StatefulRedisConnection<String, String> opened) {
        if (!switching.compareAndSet(false, true)) {
            return;
        }
        long asked = connections.get();
        boolean sent = false;
        try {
            opened.async()
                    .clientTracking(TrackingArgs.Builder.enabled(false))
                    .thenCompose(off -> opened.async()
                            .clientTracking(
                                    TrackingArgs.Builder.enabled().bcast().prefixes(keys.sessionPrefix())))
                    .whenComplete((ok, failure) -> {
                        tracking = failure == null && connections.get() == asked;
                        switching.set(false);
                    });
            sent = true;
        } finally {
            if (!sent) {
                switching.set(false); // or nobody would ever ask again
            }
        }
    }

    /** A turn that threw would be the timer's last; the channel counts as broken instead, and the next turn looks again. */
    private void look(StatefulRedisConnection<String, String> opened) {
        try {
            ping(opened);
        } catch (RedisException broken) {
            lost();
        }
    }

    private void lost() {
        connections.incrementAndGet();
        tracking = false;
        each(InvalidationListener::lost);
    }

    private void ping(StatefulRedisConnection<String, String> opened) {
        if (!tracking) {
            if (opened.isOpen()) {
                track(opened);
            }
            return;
        }
        long asked = System.nanoTime();
        long over = connections.get();
        opened.async().ping().whenComplete((pong, failure) -> {
            if (failure == null && tracking && connections.get() == over) {
                each(listener -> listener.answered(asked));
            }
        });
    }

    private void told(PushMessage message) {
        if (!message.getType().equals("invalidate")) {
            return;
        }
        Object names = message.getContent().get(1);
        if (names instanceof List<?> list) {
            for (Object name : list) {
                keys.sessionOf(text((ByteBuffer) name)).ifPresent(key -> each(listener -> listener.invalidated(key)));
            }
        } else {
            each(InvalidationListener::invalidatedAll);
        }
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    private void each(Consumer<InvalidationListener> told) {
        listeners.forEach(told);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (heartbeat != null && pings != null) {
                heartbeat.cancel(false);
                pings.shutdownNow();
            }
            if (connection != null) {
                connection.close();
            }
            each(InvalidationListener::lost);
            listeners.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Hears of every connection of the client; only the one for pushes matters here. */
    private final class Reconnects implements RedisConnectionStateListener {

        @Override
        public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress address) {
            StatefulRedisConnection<String, String> ours = connection;
            if (ours != null && handler == ours) {
                track(ours);
            }
        }

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            if (handler == connection) {
                lost();
            }
        }
    }
}
