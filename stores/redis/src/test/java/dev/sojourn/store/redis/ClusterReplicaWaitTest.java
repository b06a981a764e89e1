package dev.sojourn.store.redis;

import static dev.sojourn.store.redis.Sessions.NOW;
import static dev.sojourn.store.redis.Sessions.newKey;
import static dev.sojourn.store.redis.Sessions.put;
import static dev.sojourn.store.redis.Sessions.saved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventType;
import dev.sojourn.servers.RedisCluster;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.session.store.StoredSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** In a cluster each primary's own replica is waited for. */
class ClusterReplicaWaitTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Queue<Event> late = new ConcurrentLinkedQueue<>();

    @Test
    void signOutsAndRenewalsAreAnsweredWhenTheReplicasHaveThem() throws Exception {
        try (RedisCluster cluster = RedisCluster.start();
                RedisStore store = RedisStore.builder(cluster.uri())
                        .timeout(LONG.multipliedBy(2))
                        .waitForReplicas(1, LONG)
                        .events(late::add)
                        .build()) {
            List<StoredSession> sessions = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                sessions.add(saved(store.create(Sessions.of(i % 2 == 0 ? "alice" : null), NOW)));
            }
            List<RedisServer> replicas = cluster.nodes().subList(3, 6);
            replicas.forEach(RedisServer::pause);
            List<CompletableFuture<Void>> answered = new ArrayList<>();
            for (StoredSession session : sessions.subList(0, 6)) {
                answered.add(CompletableFuture.runAsync(() -> store.delete(session.key(), NOW)));
            }
            for (StoredSession session : sessions.subList(6, 12)) {
                answered.add(
                        CompletableFuture.runAsync(() -> saved(store.renew(session, newKey(), put("a", "1"), NOW))));
            }
            StoredSession other = saved(store.create(Sessions.of("bob"), NOW));
            assertThat(store.find(other.key(), NOW)).isPresent();
            assertThat(answered).allSatisfy(end -> assertThat(end).isNotDone());
            replicas.forEach(RedisServer::resume);
            for (CompletableFuture<Void> end : answered) {
                end.get(60, TimeUnit.SECONDS);
            }
            assertThat(late).isEmpty();
            assertThat(sessions)
                    .allSatisfy(session ->
                            assertThat(store.find(session.key(), NOW)).isEmpty());
        }
    }

    @Test
    void aReplicaThatHangsIsToldAndTheEndStands() throws Exception {
        try (RedisCluster cluster = RedisCluster.start();
                RedisStore store =
                        RedisStore.builder(cluster.uri()).events(late::add).build()) {
            StoredSession session = saved(store.create(Sessions.of("alice"), NOW));
            cluster.nodes().subList(3, 6).forEach(RedisServer::pause);
            store.delete(session.key(), NOW);
            assertThat(store.find(session.key(), NOW)).isEmpty();
            assertThat(late).singleElement().satisfies(event -> {
                assertThat(event.type()).isEqualTo(EventType.REPLICA_LATE);
                assertThat(event.detail()).startsWith("0 of 1 replicas");
            });
            cluster.nodes().subList(3, 6).forEach(RedisServer::resume);
        }
    }
}
