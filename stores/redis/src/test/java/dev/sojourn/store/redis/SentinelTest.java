package dev.sojourn.store.redis;

import static dev.sojourn.store.redis.Sessions.NOW;
import static dev.sojourn.store.redis.Sessions.put;
import static dev.sojourn.store.redis.Sessions.saved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.servers.RedisSentinel;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sentinel names another primary when the first is dead. */
class SentinelTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void theSessionIsThereWhenTheReplicaHasTakenOverAndWritesGoOn() throws Exception {
        try (RedisSentinel servers = RedisSentinel.start();
                RedisStore store = RedisStore.connect(servers.uri())) {
            StoredSession session = saved(store.create(Sessions.of("alice"), NOW));
            servers.failOver();
            int refused = 0;
            boolean written = false;
            long begin = System.nanoTime();
            while (!written) {
                assertThat(System.nanoTime() - begin)
                        .as("waited, %s calls refused", refused)
                        .isLessThan(PATIENCE.toNanos());
                try {
                    written = store.save(session, put("after", "failover"), NOW) instanceof Saved;
                } catch (StoreException notYet) {
                    refused++;
                }
            }
            StoredSession found = store.find(session.key(), NOW).orElseThrow();
            assertThat(found.owner()).isEqualTo("alice");
            assertThat(found.attributes().toMap()).containsKeys("name", "after");
            boolean ended = false;
            while (!ended) {
                assertThat(System.nanoTime() - begin).isLessThan(PATIENCE.toNanos());
                try {
                    store.delete(session.key(), NOW);
                    ended = true;
                } catch (StoreException notYet) {
                    refused++;
                }
            }
            assertThat(store.find(session.key(), NOW)).isEmpty();
        }
    }
}
