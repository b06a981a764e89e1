package dev.sojourn.store.redis;

import static dev.sojourn.store.redis.Sessions.NOW;
import static dev.sojourn.store.redis.Sessions.newKey;
import static dev.sojourn.store.redis.Sessions.put;
import static dev.sojourn.store.redis.Sessions.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventType;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.TcpProxy;
import dev.sojourn.session.store.StoredSession;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who signed out stays signed out when a replica takes over: its end is waited for, and who waits holds up nobody else. */
class ReplicaWaitTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final BlockingQueue<Event> late = new LinkedBlockingQueue<>();
    private RedisServer primary;
    private RedisServer replica;
    private RedisClient client;
    private RedisCommands<String, String> redis;
    private RedisStore store;

    @BeforeEach
    void start() throws IOException {
        primary = RedisServer.start();
        replica = RedisServer.start(
                "--replicaof", "127.0.0.1", Integer.toString(primary.port()), "--repl-diskless-sync-delay", "0");
        client = RedisClient.create(primary.uri());
        StatefulRedisConnection<String, String> connection = client.connect();
        redis = connection.sync();
        await(() -> redis.info("replication").contains("state=online"));
        store = waiting(primary.port(), LONG);
    }

    @AfterEach
    void stop() {
        store.close();
        client.shutdown();
        replica.close();
        primary.close();
    }

    private RedisStore waiting(int port, Duration longest) {
        return RedisStore.builder("redis://127.0.0.1:" + port)
                .timeout(LONG.multipliedBy(2))
                .waitForReplicas(1, longest)
                .events(late::add)
                .build();
    }

    @Test
    void aSignOutIsAnsweredWhenTheReplicaHasIt() throws Exception {
        isAnsweredWhenTheReplicaHasIt(session -> store.delete(session.key(), NOW));
    }

    @Test
    void aRenewalIsAnsweredWhenTheReplicaHasIt() throws Exception {
        isAnsweredWhenTheReplicaHasIt(session -> saved(store.renew(session, newKey(), put("a", "1"), NOW)));
    }

    @Test
    void theEndOfAllSessionsIsAnsweredWhenTheReplicaHasIt() throws Exception {
        isAnsweredWhenTheReplicaHasIt(
                session -> assertThat(store.endSessionsOf("alice", null, NOW)).isEqualTo(1));
    }

    private void isAnsweredWhenTheReplicaHasIt(Consumer<StoredSession> end) throws Exception {
        StoredSession session = saved(store.create(Sessions.of("alice"), NOW));
        StoredSession other = saved(store.create(Sessions.of("bob"), NOW));
        replica.pause();
        CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> end.accept(session));
        await(() -> store.find(session.key(), NOW).isEmpty());
        for (int round = 0; round < 100; round++) {
            saved(store.save(other, put("round", String.valueOf(round)), NOW));
            assertThat(store.find(other.key(), NOW)).isPresent();
        }
        assertThat(answered).isNotDone();
        replica.resume();
        answered.get(30, TimeUnit.SECONDS);
        assertThat(late).isEmpty();
    }

    @Test
    void aReplicaThatHangsIsToldAndTheEndStands() throws Exception {
        StoredSession session = saved(store.create(Sessions.of("alice"), NOW));
        replica.pause();
        try (RedisStore impatient = waiting(primary.port(), SHORT)) {
            impatient.delete(session.key(), NOW);
        }
        assertThat(store.find(session.key(), NOW)).isEmpty();
        Event event = late.remove();
        assertThat(event.type()).isEqualTo(EventType.REPLICA_LATE);
        assertThat(event.detail())
                .isEqualTo("0 of 1 replicas had the end of a session within 50 ms; for 1 s nobody waits for them");
        assertThat(late).isEmpty();
    }

    @Test
    void aReplicaThatHangsDoesNotHoldUpOneSignOutAfterTheOther() {
        replica.pause();
        Duration longest = Duration.ofMillis(500);
        try (RedisStore impatient = waiting(primary.port(), longest)) {
            long begin = System.nanoTime();
            int ended = 0;
            while (ended < 40) {
                impatient.delete(newKey(), NOW);
                impatient.delete(saved(impatient.create(Sessions.of(null), NOW)).key(), NOW);
                ended++;
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            assertThat(late.size()).isPositive();
            assertThat(took).isLessThan(longest.multipliedBy(40));
            assertThat((long) late.size()).as("waits in %s", took).isLessThanOrEqualTo(took.toSeconds() + 1);
        }
    }

    @Test
    void whenTheConnectionBreaksMeanwhileTheEndStandsAndIsTold() throws Exception {
        StoredSession session = saved(store.create(Sessions.of("alice"), NOW));
        try (TcpProxy wire = TcpProxy.to(primary.port());
                RedisStore behind = waiting(wire.port(), LONG)) {
            replica.pause();
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> behind.delete(session.key(), NOW));
            await(() -> redis.clientList()
                    .lines()
                    .anyMatch(line -> line.contains(" flags=b ") && line.contains("cmd=wait")));
            wire.cut();
            answered.get(30, TimeUnit.SECONDS);
            Event event = late.poll(30, TimeUnit.SECONDS);
            assertThat(event).isNotNull();
            assertThat(event.type()).isEqualTo(EventType.REPLICA_LATE);
            assertThat(store.find(session.key(), NOW)).isEmpty();
        }
    }

    @Test
    void whatEndsNothingWaitsForNobody() {
        replica.pause();
        try (RedisStore impatient = waiting(primary.port(), SHORT)) {
            StoredSession session = saved(impatient.create(Sessions.of("alice"), NOW));
            StoredSession written = saved(impatient.save(session, put("a", "1"), NOW));
            assertThat(impatient.find(session.key(), NOW)).isPresent();
            assertThat(impatient.takePlace("alice", newKey(), null, 9, NOW)).isTrue();
            assertThat(late).isEmpty();
            saved(impatient.renew(written, newKey(), put("a", "2"), NOW));
            assertThat(late).hasSize(1);
        }
    }

    @Test
    void whereThereIsNoReplicaNobodyWaits() {
        replica.kill();
        await(() -> redis.info("replication").contains("connected_slaves:0"));
        try (RedisStore impatient = waiting(primary.port(), SHORT)) {
            impatient.delete(newKey(), NOW);
            assertThat(late).isEmpty();
        }
    }

    @Test
    void whoWantsNoneWaitsForNone() {
        replica.pause();
        try (RedisStore hasty = RedisStore.builder(primary.uri())
                .waitForReplicas(0, SHORT)
                .events(late::add)
                .build()) {
            hasty.delete(newKey(), NOW);
            assertThat(late).isEmpty();
        }
    }

    @Test
    void nonsenseIsRefusedAndSaysWhy() {
        RedisStore.Builder builder = RedisStore.builder(primary.uri());
        assertThatThrownBy(() -> builder.waitForReplicas(-1, SHORT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("replicas must not be negative, given -1");
        assertThatThrownBy(() -> builder.waitForReplicas(1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("replicas must be given at least 1 ms, given PT0S");
        builder.waitForReplicas(1, Duration.ofSeconds(2));
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("replicas are waited for PT2S, which must be less than the timeout of PT2S");
    }

    private static void await(BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONG.multipliedBy(2));
            Thread.onSpinWait();
        }
    }
}
