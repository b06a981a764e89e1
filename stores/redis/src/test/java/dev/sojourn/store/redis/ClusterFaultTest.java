package dev.sojourn.store.redis;

import static dev.sojourn.store.redis.Sessions.NOW;
import static dev.sojourn.store.redis.Sessions.newKey;
import static dev.sojourn.store.redis.Sessions.put;
import static dev.sojourn.store.redis.Sessions.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.event.Event;
import dev.sojourn.servers.RedisCluster;
import dev.sojourn.session.store.InvalidationPush;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a cluster does that a single Redis does not: a primary dies under load, and its replica takes over. */
class ClusterFaultTest {

    private static final System.Logger LOG = System.getLogger(ClusterFaultTest.class.getName());
    private static final int WRITERS = 24; // spread over all primaries
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aPrimaryDiesUnderLoadAndItsReplicaKeepsEverybodySignedIn() throws Exception {
        try (RedisCluster cluster = RedisCluster.start();
                RedisStore store = RedisStore.connect(cluster.uri())) {
            StoredSession left = saved(store.create(Sessions.of("left"), NOW));
            store.delete(left.key(), NOW);
            List<Writer> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(new Writer(
                        saved(store.create(Sessions.of("user" + i), NOW)).key()));
            }
            AtomicBoolean over = new AtomicBoolean();
            ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
            List<Future<Writer>> running = new ArrayList<>();
            for (Writer writer : writers) {
                running.add(threads.submit(writer.until(store, over)));
            }
            await(writers, 10);
            cluster.failOver();
            await(writers, 10);
            over.set(true);
            for (Future<Writer> writer : running) {
                writer.get();
            }
            threads.shutdown();

            int lost = 0;
            int signedOut = 0;
            for (Writer writer : writers) {
                StoredSession now = store.find(writer.key, NOW).orElse(null);
                signedOut += now == null ? 1 : 0;
                lost += now != null && Writer.value(now) < writer.acknowledged.get() ? 1 : 0;
            }
            int refused =
                    writers.stream().mapToInt(writer -> writer.refused.get()).sum();
            LOG.log(
                    System.Logger.Level.INFO,
                    "primary killed under load: {0} writes refused, {1} of {2} sessions behind an acknowledged write, {3} signed out",
                    refused,
                    lost,
                    WRITERS,
                    signedOut);
            assertThat(refused).isPositive();
            assertThat(signedOut).isZero();
            assertThat(store.find(left.key(), NOW))
                    .as("who signed out before stays so")
                    .isEmpty();
        }
    }

    @Test
    void whoWasToldThatTheySignedOutStaysSoWhenThePrimaryDiesAtThatMoment() throws Exception {
        Queue<Event> late = new ConcurrentLinkedQueue<>();
        try (RedisCluster cluster = RedisCluster.start();
                RedisStore store = RedisStore.builder(cluster.uri())
                        .waitForReplicas(1, Duration.ofMillis(1_500))
                        .events(late::add)
                        .build()) {
            List<StoreKey> leaving = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                leaving.add(saved(store.create(Sessions.of(null), NOW)).key());
            }
            Queue<StoreKey> waiting = new ConcurrentLinkedQueue<>(leaving);
            Queue<StoreKey> told = new ConcurrentLinkedQueue<>();
            CountDownLatch some = new CountDownLatch(200);
            ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                running.add(threads.submit(() -> {
                    for (StoreKey key = waiting.poll(); key != null; key = waiting.poll()) {
                        signOut(store, key, told);
                        some.countDown();
                    }
                }));
            }
            some.await();
            cluster.failOver();
            for (Future<?> thread : running) {
                thread.get();
            }
            threads.shutdown();
            List<StoreKey> revived = told.stream()
                    .filter(key -> store.find(key, NOW).isPresent())
                    .toList();
            LOG.log(
                    System.Logger.Level.INFO,
                    "primary killed under sign-outs: {0} of {1} acknowledged, {2} revived, {3} told as late",
                    told.size(),
                    leaving.size(),
                    revived.size(),
                    late.size());
            assertThat(told.size()).isBetween(200, leaving.size() - 1);
            assertThat(revived).hasSizeLessThanOrEqualTo(late.size());
            leaving.forEach(key -> signOutInTheEnd(store, key));
            assertThat(leaving)
                    .allSatisfy(key -> assertThat(store.find(key, NOW)).isEmpty());
        }
    }

    private static void signOut(RedisStore store, StoreKey key, Queue<StoreKey> told) {
        try {
            store.delete(key, NOW);
            told.add(key);
        } catch (StoreException refused) {
            LOG.log(System.Logger.Level.TRACE, "refused", refused); // who was refused may try again
        }
    }

    private static void signOutInTheEnd(RedisStore store, StoreKey key) {
        long begin = System.nanoTime();
        while (true) {
            try {
                store.delete(key, NOW);
                return;
            } catch (StoreException notYet) {
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENCE);
            }
        }
    }

    @Test
    void aRenewalUnderWayWhenAllSessionsEndDoesNotBringOneBack() throws Exception {
        try (RedisCluster cluster = RedisCluster.start();
                RedisStore store = RedisStore.connect(cluster.uri())) {
            ExecutorService other = Executors.newSingleThreadExecutor();
            int survived = 0;
            for (int round = 0; round < Integer.getInteger("sojourn.rounds", 200); round++) {
                String owner = "owner" + round;
                StoredSession session = saved(store.create(Sessions.of(owner), NOW));
                StoreKey next = newKey();
                Future<?> renewal = other.submit(() -> {
                    assertThat(store.renew(session, next, put("a", "1"), NOW)).isInstanceOfAny(Saved.class, Gone.class);
                });
                store.endSessionsOf(owner, null, NOW);
                renewal.get();
                survived += store.find(next, NOW).isPresent()
                                || store.find(session.key(), NOW).isPresent()
                        ? 1
                        : 0;
            }
            other.shutdown();
            assertThat(survived).isZero();
        }
    }

    @Test
    void aNodeOfAClusterGivenAsASingleRedisSaysWhatToWriteInstead() throws Exception {
        try (RedisCluster cluster = RedisCluster.start()) {
            String uri = "redis://127.0.0.1:" + cluster.nodes().get(0).port();
            try (RedisStore store = RedisStore.connect(uri)) {
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 50; i++) {
                                assertThat(store.find(newKey(), NOW)).isEmpty();
                            }
                        })
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("redis-cluster://");
            }
        }
    }

    @Test
    void aClusterOffersNoPushAndSaysWhy() throws Exception {
        try (RedisCluster cluster = RedisCluster.start();
                RedisStore store = RedisStore.connect(cluster.uri())) {
            assertThat(store.capability(InvalidationPush.class)).isEmpty();
            assertThat(store.whyNot(InvalidationPush.class)).contains("every primary");
        }
    }

    private static void await(List<Writer> writers, int more) {
        List<Integer> goals =
                writers.stream().map(writer -> writer.writes.get() + more).toList();
        long begin = System.nanoTime();
        for (int i = 0; i < writers.size(); i++) {
            while (writers.get(i).writes.get() < goals.get(i)) {
                assertThat(System.nanoTime() - begin).as("waited").isLessThan(PATIENCE.toNanos());
                Thread.onSpinWait();
            }
        }
    }

    /** Writes one number after the other into one session, whatever it is answered. */
    private static final class Writer {

        private final StoreKey key;
        private final AtomicInteger writes = new AtomicInteger();
        private final AtomicInteger acknowledged = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();

        Writer(StoreKey key) {
            this.key = key;
        }

        Callable<Writer> until(RedisStore store, AtomicBoolean over) {
            return () -> {
                for (int i = 1; !over.get(); i++) {
                    try {
                        StoredSession found = store.find(key, NOW).orElseThrow();
                        saved(store.save(found, put("n", Integer.toString(i)), NOW));
                        acknowledged.set(i);
                        writes.incrementAndGet();
                    } catch (StoreException down) {
                        refused.incrementAndGet();
                    }
                }
                return this;
            };
        }

        static int value(StoredSession session) {
            byte[] number = session.attributes().toMap().getOrDefault("n", new byte[] {'0'});
            return Integer.parseInt(new String(number, StandardCharsets.UTF_8));
        }
    }
}
