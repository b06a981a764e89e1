package dev.sojourn.store.redis;

import static dev.sojourn.store.redis.Sessions.NOW;
import static dev.sojourn.store.redis.Sessions.put;
import static dev.sojourn.store.redis.Sessions.saved;
import static dev.sojourn.store.redis.Slots.ownerOn;
import static dev.sojourn.store.redis.Slots.sessionOn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.servers.RedisCluster;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Taken;
import dev.sojourn.session.store.StoredSession;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A renewal in a cluster whose next key is taken puts back what it had withdrawn. Between its two steps the primary of the next key
 * hangs, and meanwhile something happens to the session.
 */
class PutBackTest {

    private static final RedisKeys KEYS = new RedisKeys("sojourn:", false, false);
    private static final Duration LONG = Duration.ofSeconds(40);

    private static RedisCluster cluster;
    private static RedisStore renewing;
    private static RedisStore other;
    private static RedisCalls calls;

    @BeforeAll
    static void start() throws Exception {
        cluster = RedisCluster.start("--cluster-node-timeout", "60000"); // nobody takes over from who hangs
        renewing = RedisStore.builder(cluster.uri()).timeout(LONG).build();
        other = RedisStore.builder(cluster.uri()).timeout(LONG).build();
        ReplicaWait none = new ReplicaWait(0, Duration.ofMillis(1));
        calls = RedisCalls.connect(RedisAddress.parse(cluster.uri()), LONG, none, event -> {});
    }

    @AfterAll
    static void stop() {
        renewing.close();
        other.close();
        calls.close();
        cluster.close();
    }

    @Test
    void aSessionThatNobodyTouchedIsAsItWas() throws Exception {
        String owner = ownerOn(0, "kept");
        StoredSession session = saved(other.create(sessionOn(0, owner), NOW));
        assertThat(renewedToATakenKey(session, () -> {})).isEqualTo(new Taken());
        assertThat(other.find(session.key(), NOW)).contains(session);
        assertThat(other.sessionsOf(owner, NOW)).containsExactly(session);
    }

    @Test
    void aSessionDeletedMeanwhileStaysDeleted() throws Exception {
        StoredSession session = saved(other.create(sessionOn(0, null), NOW));
        assertThat(renewedToATakenKey(session, () -> other.delete(session.key(), NOW)))
                .isEqualTo(new Gone());
        assertThat(other.find(session.key(), NOW)).isEmpty();
    }

    @Test
    void aSessionOfAnOwnerDeletedMeanwhileIsNotListedEither() throws Exception {
        String owner = ownerOn(0, "left");
        StoredSession session = saved(other.create(sessionOn(0, owner), NOW));
        assertThat(renewedToATakenKey(session, () -> other.delete(session.key(), NOW)))
                .isEqualTo(new Gone());
        assertThat(other.find(session.key(), NOW)).isEmpty();
        assertThat(other.sessionsOf(owner, NOW)).isEmpty();
    }

    /** Ending them all comes to the hanging primary as well, after the session, since lists are in the order of the keys. */
    @Test
    void aSessionStaysEndedWhenAllOfItsOwnerAreEndedMeanwhile() throws Exception {
        String owner = ownerOn(0, "ended");
        StoredSession session = saved(other.create(sessionOn(0, owner), NOW));
        CompletableFuture<Integer> ending = new CompletableFuture<>();
        assertThat(renewedToATakenKey(session, () -> {
                    ending.completeAsync(() -> other.endSessionsOf(owner, null, NOW));
                    await(() -> calls.read("look", redis -> redis.exists(KEYS.session(session.key())[0])) == 0);
                }))
                .isEqualTo(new Gone());
        ending.get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(other.find(session.key(), NOW)).isEmpty();
        assertThat(other.sessionsOf(owner, NOW)).isEmpty();
    }

    @Test
    void whoTakesItForDeadMeanwhileDoesNotUnlistIt() throws Exception {
        String owner = ownerOn(0, "counted");
        StoredSession session = saved(other.create(sessionOn(0, owner), NOW));
        OwnerIndex index = new OwnerIndex(calls, KEYS);
        assertThat(renewedToATakenKey(session, () -> index.remove(RedisKeys.tag(owner), List.of(session.key()), NOW)))
                .isEqualTo(new Taken());
        assertThat(other.sessionsOf(owner, NOW)).containsExactly(session);
    }

    /** Renews it to the key of another session; what happens meanwhile begins when it is found no more. */
    private static SaveResult renewedToATakenKey(StoredSession session, Runnable meanwhile) throws Exception {
        StoredSession taken = saved(other.create(after(session), NOW));
        cluster.nodes().get(2).pause();
        CompletableFuture<SaveResult> renewal =
                CompletableFuture.supplyAsync(() -> renewing.renew(session, taken.key(), put("a", "1"), NOW));
        try {
            await(() -> other.find(session.key(), NOW).isEmpty());
            meanwhile.run();
            assertThat(renewal).isNotDone();
        } finally {
            cluster.nodes().get(2).resume();
        }
        SaveResult result = renewal.get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(other.find(taken.key(), NOW)).as("the other session").contains(taken);
        return result;
    }

    private static StoredSession after(StoredSession session) {
        return Stream.generate(() -> sessionOn(2, null))
                .filter(other -> other.key().hex().compareTo(session.key().hex()) > 0)
                .findFirst()
                .orElseThrow();
    }

    private static void await(BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - begin).as("waited").isLessThan(LONG.toNanos());
        }
    }
}
