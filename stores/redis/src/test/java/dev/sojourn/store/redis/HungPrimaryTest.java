package dev.sojourn.store.redis;

import static dev.sojourn.store.redis.Sessions.NOW;
import static dev.sojourn.store.redis.Sessions.put;
import static dev.sojourn.store.redis.Sessions.saved;
import static dev.sojourn.store.redis.Slots.keyOn;
import static dev.sojourn.store.redis.Slots.sessionOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.servers.RedisCluster;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import java.time.Duration;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A primary of a cluster that hangs: connections to it stay open, and it answers nothing. */
class HungPrimaryTest {

    private static final Duration LONGEST_CALL = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void itsCallsEndInTimeTheOthersGoOnAndNothingIsWrittenTwice() throws Exception {
        try (RedisCluster cluster = RedisCluster.start("--cluster-node-timeout", "60000"); // nobody takes over
                RedisStore store = RedisStore.connect(cluster.uri())) {
            everyVerb(store, 0);
            everyVerb(store, 1);
            everyVerb(store, 2);
            StoredSession read = saved(store.create(sessionOn(0, null), NOW));
            StoredSession written = saved(store.create(sessionOn(0, null), NOW));
            StoredSession renewed = saved(store.create(sessionOn(0, null), NOW));
            StoredSession deleted = saved(store.create(sessionOn(0, null), NOW));
            StoredSession created = sessionOn(0, null);

            cluster.nodes().get(0).pause();
            failsInTime(() -> store.find(read.key(), NOW));
            failsInTime(() -> store.save(written, put("a", "1"), NOW));
            everyVerb(store, 1);
            failsInTime(() -> store.renew(renewed, keyOn(1), put("a", "1"), NOW));
            failsInTime(() -> store.delete(deleted.key(), NOW));
            everyVerb(store, 2);
            failsInTime(() -> store.create(created, NOW));
            cluster.nodes().get(0).resume();

            assertThat(store.find(read.key(), NOW)).contains(read);
            StoredSession again = saved(store.save(written, put("b", "2"), NOW));
            assertThat(Long.parseLong(String.valueOf(again.version()))
                            - Long.parseLong(String.valueOf(written.version())))
                    .as("writes of a session saved twice, once without an answer")
                    .isBetween(1L, 2L);
            store.delete(deleted.key(), NOW);
            assertThat(store.find(deleted.key(), NOW)).isEmpty();
            store.create(created, NOW);
            assertThat(store.find(created.key(), NOW).orElseThrow().withVersion(null))
                    .isEqualTo(created);
            everyVerb(store, 0);
        }
    }

    @Test
    void whenItsReplicaTakesOverCallsGoOnAndItsReturnRevivesNobody() throws Exception {
        try (RedisCluster cluster = RedisCluster.start();
                RedisStore store = RedisStore.connect(cluster.uri())) {
            StoredSession session = saved(store.create(sessionOn(0, null), NOW));
            StoredSession leaving = saved(store.create(sessionOn(0, null), NOW));
            cluster.nodes().get(3).awaitFollowing();
            store.delete(
                    saved(store.create(sessionOn(0, null), NOW)).key(),
                    NOW); // waits until the replica has all before it

            cluster.nodes().get(0).pause();
            StoredSession found =
                    untilAnswered(() -> store.find(session.key(), NOW)).orElseThrow();
            assertThat(found.withVersion(null)).isEqualTo(session.withVersion(null));
            untilAnswered(() -> {
                store.delete(leaving.key(), NOW);
                return true;
            });
            StoredSession written = saved(untilAnswered(() -> store.save(found, put("a", "1"), NOW)));
            cluster.nodes().get(0).resume();
            cluster.nodes().get(0).awaitFollowing();

            assertThat(store.find(leaving.key(), NOW)).isEmpty();
            assertThat(store.find(session.key(), NOW).orElseThrow().version()).isEqualTo(written.version());
            everyVerb(store, 0);
        }
    }

    private static void everyVerb(RedisStore store, int primary) {
        StoredSession session = saved(store.create(sessionOn(primary, null), NOW));
        saved(store.save(session, put("a", "1"), NOW));
        StoredSession found = store.find(session.key(), NOW).orElseThrow();
        StoredSession renewed = saved(store.renew(found, keyOn(primary), put("b", "2"), NOW));
        assertThat(renewed.attributes().toMap()).containsOnlyKeys("name", "a", "b");
        store.delete(renewed.key(), NOW);
        assertThat(store.find(renewed.key(), NOW)).isEmpty();
    }

    private static void failsInTime(ThrowingCallable call) {
        long begin = System.nanoTime();
        assertThatThrownBy(call).isInstanceOf(StoreException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONGEST_CALL);
    }

    private static <T> T untilAnswered(Supplier<T> call) {
        long begin = System.nanoTime();
        while (true) {
            long asked = System.nanoTime();
            try {
                return call.get();
            } catch (StoreException notYet) {
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(LONGEST_CALL);
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENCE);
            }
        }
    }
}
