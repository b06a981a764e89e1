package dev.sojourn.store.redis;

import static dev.sojourn.store.redis.Sessions.NOW;
import static dev.sojourn.store.redis.Sessions.newKey;
import static dev.sojourn.store.redis.Sessions.put;
import static dev.sojourn.store.redis.Sessions.saved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each verb sends, by Redis' own count, and what it leaves behind. */
class RoundTripsTest {

    private static final String PREFIX = "count:";

    private static RedisServer server;
    private static RedisClient client;
    private static StatefulRedisConnection<String, String> connection;
    private static RedisCommands<String, String> redis;
    private static RedisStore store;

    @BeforeAll
    static void start() throws Exception {
        server = RedisServer.start();
        client = RedisClient.create(server.uri());
        connection = client.connect();
        redis = connection.sync();
        store = RedisStore.builder(server.uri()).prefix(PREFIX).build();
    }

    @BeforeEach
    void letRedisKnowTheScripts() {
        StoredSession created = saved(store.create(Sessions.of("warm"), NOW));
        saved(store.renew(saved(store.save(created, put("a", "1"), NOW)), newKey(), put("a", "2"), NOW));
    }

    @AfterAll
    static void stop() {
        store.close();
        connection.close();
        client.shutdown();
        server.close();
    }

    @Test
    void aFindIsOneCommand() {
        StoreKey key = saved(store.create(Sessions.of("alice"), NOW)).key();
        redis.configResetstat();
        assertThat(store.find(key, NOW)).isPresent();
        assertThat(calls()).containsExactly("hgetall 1");
    }

    @Test
    void createSaveAndRenewAreOneScriptEach() {
        redis.configResetstat();
        StoredSession created = saved(store.create(Sessions.of("alice"), NOW));
        assertThat(calls("evalsha")).isEqualTo(1);
        StoredSession written = saved(store.save(created, put("b", "2"), NOW));
        assertThat(calls("evalsha")).isEqualTo(2);
        saved(store.save(created, put("c", "3"), NOW));
        assertThat(calls("evalsha")).as("a save that meets another writer").isEqualTo(3);
        StoredSession current = store.find(written.key(), NOW).orElseThrow();
        saved(store.renew(current, newKey(), put("d", "4"), NOW));
        assertThat(calls("evalsha")).isEqualTo(4);
        assertThat(calls("eval")).isZero();
    }

    @Test
    void redisMayForgetTheScriptsAtAnyTime() {
        StoredSession created = saved(store.create(Sessions.of("alice"), NOW));
        redis.scriptFlush();
        saved(store.save(created, put("b", "2"), NOW));
        assertThat(store.find(created.key(), NOW).orElseThrow().attributes().toMap())
                .containsKeys("name", "b");
    }

    @Test
    void nothingIsLeftWithoutAnExpiry() {
        StoredSession created = saved(store.create(Sessions.of("bob"), NOW));
        store.takePlace("bob", newKey(), null, 5, NOW);
        StoredSession written = saved(store.save(created, put("b", "2"), NOW));
        saved(store.renew(written, newKey(), put("c", "3"), NOW));
        saved(store.save(saved(store.create(Sessions.of(null), NOW)), put("b", "2"), NOW));
        List<String> keys = redis.keys(PREFIX + "*");
        assertThat(keys).hasSizeGreaterThanOrEqualTo(4);
        assertThat(keys).allSatisfy(key -> assertThat(redis.pttl(key)).as(key).isPositive());
    }

    @Test
    void theIndexOfAnOwnerForgetsWhatHasEnded() {
        Instant before = NOW.minus(Duration.ofDays(30));
        StoredSession old = Sessions.of("dave");
        saved(store.create(
                new StoredSession(
                        old.key(), old.attributes(), before, before, NOW.plusSeconds(60), before, "dave", null, null),
                before));
        saved(store.create(Sessions.of("dave"), NOW));
        assertThat(redis.zcard(PREFIX + "o:{" + RedisKeys.tag("dave") + "}")).isEqualTo(1);
    }

    @Test
    void theIndexOfAnOwnerIsNotMovedByUse() {
        StoredSession created = saved(store.create(Sessions.of("carol"), NOW));
        String index = redis.keys(PREFIX + "o:*").stream()
                .filter(key -> key.contains(RedisKeys.tag("carol")))
                .findFirst()
                .orElseThrow();
        Double before = redis.zscore(index, created.key().hex());
        saved(store.save(created, put("b", "2"), NOW.plusSeconds(600)));
        assertThat(redis.zscore(index, created.key().hex())).isEqualTo(before).isEqualTo((double)
                created.endsAt().toEpochMilli());
    }

    /** Everything that was called since the last reset, but for what this test asks itself. */
    private static List<String> calls() {
        return redis.info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_") && !line.matches("cmdstat_(config|info).*"))
                .map(line -> line.replaceFirst("cmdstat_(.*):calls=(\\d+),.*", "$1 $2"))
                .toList();
    }

    private static int calls(String command) {
        return calls().stream()
                .filter(call -> call.startsWith(command + " "))
                .mapToInt(call -> Integer.parseInt(call.substring(command.length() + 1)))
                .sum();
    }
}
