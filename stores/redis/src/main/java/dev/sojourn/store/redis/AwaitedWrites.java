package dev.sojourn.store.redis;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventListener;
import dev.sojourn.event.EventType;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one server that are waited for until replicas have them. {@code WAIT} speaks of what was written over its own connection and
 * holds up whatever comes behind it there, so this one is used for nothing else. One question at a time stands for all that was
 * written before it. Thread-safe.
 */
final class AwaitedWrites {

    /** A replica that hangs must not hold up one sign-out after the other. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final ReplicaWait wait;
    private final EventListener events;
    private final AtomicInteger breaks =
            new AtomicInteger(); // over a new connection WAIT knows of no writes and says all is well
    private final AtomicLong written = new AtomicLong();
    private final ReentrantLock asking = new ReentrantLock();
    // Under the lock.
    private long asked;
    private int askedAfterBreaks;
    private @Nullable Long quietSince;

    /** @throws RedisException when the user may not ask for replicas: found now, not when a session has been ended */
    AwaitedWrites(StatefulRedisConnection<byte[], byte[]> connection, ReplicaWait wait, EventListener events) {
        this.connection = connection;
        this.wait = wait;
        this.events = events;
        connection.addListener(new Breaks());
        requirePermission(connection.sync());
    }

    private static void requirePermission(RedisCommands<byte[], byte[]> redis) {
        redis.info("replication");
        try {
            redis.waitForReplication(0, 1);
        } catch (RedisCommandExecutionException refused) {
            if (String.valueOf(refused.getMessage()).startsWith("NOPERM")) {
                throw refused;
            }
            // A replica refuses as well. It refuses every write, so nobody will come to wait.
        }
    }

    boolean over(StatefulRedisConnection<byte[], byte[]> other) {
        return connection == other;
    }

    /** Fails only where the write does: what replicas do not have in time stands all the same, and an event tells. */
    Answer run(Script script, byte[][] keys, byte[][] arguments) {
        int before = breaks.get();
        Answer answer = script.run(connection.sync(), keys, arguments);
        if (answer.is("saved") && answer.replicas() > 0) {
            await(written.incrementAndGet(), before);
        }
        return answer;
    }

    private void await(long ticket, int before) {
        asking.lock();
        try {
            if (asked >= ticket && askedAfterBreaks == before || quiet()) {
                return;
            }
            long upTo = written.get();
            String lack = lack(before);
            if (lack != null) {
                quietSince = System.nanoTime();
                events.on(new Event(EventType.REPLICA_LATE, Clock.systemUTC().instant(), null, lack));
            }
            asked = upTo;
            askedAfterBreaks = before;
        } finally {
            asking.unlock();
        }
    }

    private boolean quiet() {
        return quietSince != null && System.nanoTime() - quietSince < QUIET.toNanos();
    }

    /** What is wrong, in words; null where the replicas have it. */
    private @Nullable String lack(int before) {
        try {
            long have = connection
                    .sync()
                    .waitForReplication(wait.replicas(), wait.longest().toMillis());
            if (breaks.get() != before) {
                return "the connection to Redis broke before it could say whether replicas have the end of a session";
            }
            return have >= wait.replicas()
                    ? null
                    : have + " of " + wait.replicas() + " replicas had the end of a session within "
                            + wait.longest().toMillis() + " ms; for 1 s nobody waits for them";
        } catch (RedisException failure) {
            return RedisCalls.failed("say whether replicas have the end of a session", failure)
                    .getMessage();
        }
    }

    private final class Breaks implements RedisConnectionStateListener {

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            breaks.incrementAndGet();
        }
    }
}
