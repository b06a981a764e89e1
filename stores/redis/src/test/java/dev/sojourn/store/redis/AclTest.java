package dev.sojourn.store.redis;

import static dev.sojourn.store.redis.Sessions.NOW;
import static dev.sojourn.store.redis.Sessions.newKey;
import static dev.sojourn.store.redis.Sessions.put;
import static dev.sojourn.store.redis.Sessions.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.servers.RedisCluster;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.session.store.InvalidationListener;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A user who may do what the documentation says, and nothing else, suffices. */
class AclTest {

    @Test
    void theDocumentedUserMayDoAllThatTheStoreDoesAndIsToldOfChanges() throws Exception {
        String password = UUID.randomUUID().toString();
        try (RedisServer server = RedisServer.start()) {
            allow(server.uri(), documented("user shop ", password));
            try (RedisStore redis = RedisStore.builder("redis://shop:" + password + "@127.0.0.1:" + server.port())
                    .prefix("shop:")
                    .build()) {
                Told told = new Told();
                redis.subscribe(told);
                assertThat(told.trusted.await(30, TimeUnit.SECONDS))
                        .as("tracking is on")
                        .isTrue();
                doAll(redis);
                assertThat(told.change.await(30, TimeUnit.SECONDS))
                        .as("told of a change")
                        .isTrue();
            }
        }
    }

    @Test
    void inAClusterItIsTheDocumentedUserOfAClusterWhoMay() throws Exception {
        String password = UUID.randomUUID().toString();
        try (RedisCluster cluster = RedisCluster.start()) {
            for (RedisServer node : cluster.nodes()) {
                allow(node.uri(), documented("user shop-cluster ", password));
            }
            try (RedisStore redis = RedisStore.builder(cluster.uri()
                            .replaceFirst("redis-cluster://", "redis-cluster://shop-cluster:" + password + "@"))
                    .prefix("shop:")
                    .build()) {
                doAll(redis);
            }
        }
    }

    @Test
    void aUserWhoMayNotAskForReplicasIsFoundAtTheStart() throws Exception {
        String password = UUID.randomUUID().toString();
        try (RedisServer server = RedisServer.start()) {
            allow(
                    server.uri(),
                    documented("user shop ", password).stream()
                            .filter(rule -> !rule.equals("+wait"))
                            .toList());
            assertThatThrownBy(() -> RedisStore.builder("redis://shop:" + password + "@127.0.0.1:" + server.port())
                            .prefix("shop:")
                            .build())
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("lets this user in: NOPERM")
                    .hasMessageNotContaining(password);
        }
    }

    @Test
    void whoWaitsForNoReplicasNeedNotBeAllowedTo() throws Exception {
        String password = UUID.randomUUID().toString();
        try (RedisServer server = RedisServer.start()) {
            allow(
                    server.uri(),
                    documented("user shop ", password).stream()
                            .filter(rule -> !rule.equals("+wait") && !rule.equals("+info"))
                            .toList());
            try (RedisStore redis = RedisStore.builder("redis://shop:" + password + "@127.0.0.1:" + server.port())
                    .prefix("shop:")
                    .waitForReplicas(0, Duration.ofMillis(1))
                    .build()) {
                doAll(redis);
            }
        }
    }

    @Test
    void aWrongPasswordIsAnOutageThatDoesNotRepeatIt() throws Exception {
        String password = UUID.randomUUID().toString();
        try (RedisServer server = RedisServer.start()) {
            allow(server.uri(), documented("user shop ", "another"));
            assertThatThrownBy(() -> RedisStore.connect("redis://shop:" + password + "@127.0.0.1:" + server.port()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("lets this user in")
                    .satisfies(failure -> assertThat(failure.toString()).doesNotContain(password));
        }
    }

    @Test
    void anAddressThatCannotBeUnderstoodIsNotRepeated() {
        for (String scheme : List.of("redis", "rediss", "redis-cluster", "rediss-cluster", "redis-sentinel")) {
            assertThatThrownBy(() -> RedisStore.connect(scheme + "://shop:p%ss^w0rd@localhost:6379"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("percent-encoded")
                    .hasNoCause()
                    .hasMessageNotContaining("w0rd");
        }
    }

    private static void doAll(RedisStore store) {
        StoredSession session = saved(store.create(Sessions.of("alice"), NOW));
        StoredSession found = store.find(session.key(), NOW).orElseThrow();
        StoredSession written = saved(store.save(found, put("a", "1"), NOW));
        StoredSession renewed = saved(store.renew(written, newKey(), put("a", "2"), NOW));
        saved(store.create(Sessions.of("alice"), NOW));
        assertThat(store.sessionsOf("alice", NOW)).hasSizeGreaterThanOrEqualTo(2);
        assertThat(store.takePlace("alice", newKey(), null, 1, NOW)).isFalse();
        assertThat(store.takePlace("bob", newKey(), null, 1, NOW)).isTrue();
        store.delete(renewed.key(), NOW);
        assertThat(store.find(renewed.key(), NOW)).isEmpty();
        assertThat(store.endSessionsOf("alice", null, NOW)).isPositive();
    }

    /** The rules as the documentation writes them, with this password. */
    private static List<String> documented(String begin, String password) throws IOException {
        String line = Files.readAllLines(Path.of("../../docs/stores.md")).stream()
                .filter(text -> text.startsWith(begin))
                .findFirst()
                .orElseThrow();
        return List.of(line.substring("user ".length())
                .replace(">password", ">" + password)
                .split(" "));
    }

    private static void allow(String uri, List<String> rules) {
        RedisClient client = RedisClient.create(uri);
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8).add("SETUSER");
            rules.forEach(arguments::add);
            assertThat(connection.sync().dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments))
                    .isEqualTo("OK");
        } finally {
            client.shutdown();
        }
    }

    private static final class Told implements InvalidationListener {

        private final CountDownLatch trusted = new CountDownLatch(1);
        private final CountDownLatch change = new CountDownLatch(1);

        @Override
        public void invalidated(StoreKey key) {
            change.countDown();
        }

        @Override
        public void answered(long askedAtNanos) {
            trusted.countDown();
        }

        @Override
        public void invalidatedAll() {}

        @Override
        public void lost() {}
    }
}
