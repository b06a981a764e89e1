package dev.sojourn.store.redis;

import dev.sojourn.servers.RedisCluster;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.testkit.store.SessionLimitContract;
import dev.sojourn.testkit.store.SessionStoreContract;
import dev.sojourn.testkit.store.SessionsByOwnerContract;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The exam, against three primaries with their replicas. */
class RedisClusterTest extends SessionStoreContract implements SessionsByOwnerContract, SessionLimitContract {

    private static RedisCluster cluster;

    @BeforeAll
    static void startCluster() throws IOException {
        cluster = RedisCluster.start();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Override
    protected SessionStore open() {
        return RedisStore.builder(cluster.uri())
                .prefix("exam-" + UUID.randomUUID() + ":")
                .build();
    }
}
