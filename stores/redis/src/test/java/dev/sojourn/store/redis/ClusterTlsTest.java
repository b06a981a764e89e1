package dev.sojourn.store.redis;

import static dev.sojourn.store.redis.Sessions.NOW;
import static dev.sojourn.store.redis.Sessions.newKey;
import static dev.sojourn.store.redis.Sessions.put;
import static dev.sojourn.store.redis.Sessions.saved;
import static dev.sojourn.store.redis.Slots.sessionOn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.servers.RedisCluster;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of which the address names one node: the others are heard of from it, and spoken to as it is. */
class ClusterTlsTest {

    @TempDir
    Path files;

    @Test
    void overTlsOneNodeIsEnoughToReachThemAll() throws Exception {
        try (RedisTls tls = RedisTls.forName("ip:127.0.0.1", files);
                RedisCluster cluster = RedisCluster.startTls(tls.certificate(), tls.key());
                RedisStore store =
                        RedisStore.builder(cluster.uriOf(0)).requireTls().build()) {
            everyVerbWorksOnEveryNode(store);
        }
    }

    @Test
    void aReplicaIsEnoughToReachThemAll() throws Exception {
        try (RedisCluster cluster = RedisCluster.start();
                RedisStore store = RedisStore.connect(cluster.uriOf(5))) {
            everyVerbWorksOnEveryNode(store);
        }
    }

    private static void everyVerbWorksOnEveryNode(RedisStore store) {
        List<StoreKey> listed = new ArrayList<>();
        for (int primary = 0; primary < 3; primary++) {
            StoredSession session = saved(store.create(sessionOn(primary, "alice"), NOW));
            saved(store.save(session, put("a", "1"), NOW));
            StoredSession found = store.find(session.key(), NOW).orElseThrow();
            assertThat(found.attributes().toMap()).containsOnlyKeys("name", "a");
            StoreKey next = newKey();
            saved(store.renew(found, next, put("b", "2"), NOW));
            assertThat(store.find(session.key(), NOW)).isEmpty();
            listed.add(next);
            StoredSession left = saved(store.create(sessionOn(primary, "alice"), NOW));
            store.delete(left.key(), NOW);
            assertThat(store.find(left.key(), NOW)).isEmpty();
        }
        assertThat(store.sessionsOf("alice", NOW))
                .extracting(StoredSession::key)
                .containsExactlyInAnyOrderElementsOf(listed);
        assertThat(store.endSessionsOf("alice", null, NOW)).isEqualTo(3);
        assertThat(store.sessionsOf("alice", NOW)).isEmpty();
    }
}
