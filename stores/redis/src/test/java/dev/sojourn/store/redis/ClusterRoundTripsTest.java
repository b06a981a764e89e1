package dev.sojourn.store.redis;

import static dev.sojourn.store.redis.Sessions.NOW;
import static dev.sojourn.store.redis.Sessions.newKey;
import static dev.sojourn.store.redis.Sessions.put;
import static dev.sojourn.store.redis.Sessions.saved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.servers.RedisCluster;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.session.store.StoredSession;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What each verb sends to a cluster, by the count of all its primaries. */
class ClusterRoundTripsTest {

    private static final Pattern READ = stat("hgetall"); // scripts that read so as well are counted as scripts only
    // A script that a node does not know is refused once and then sent whole.
    private static final Pattern SCRIPT = stat("eval|evalsha");

    private static RedisCluster cluster;
    private static RedisStore store;
    private static final RedisClient CLIENT = RedisClient.create();
    private static final List<StatefulRedisConnection<String, String>> CONNECTIONS = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        cluster = RedisCluster.start();
        store = RedisStore.connect(cluster.uri());
        for (RedisServer primary : cluster.nodes().subList(0, 3)) {
            CONNECTIONS.add(CLIENT.connect(RedisURI.create(primary.uri())));
        }
    }

    @AfterAll
    static void stop() {
        store.close();
        CONNECTIONS.forEach(StatefulRedisConnection::close);
        CLIENT.shutdown();
        cluster.close();
    }

    @Test
    void aFindIsOneCommandAndASaveOneScript() {
        StoredSession session = saved(store.create(Sessions.of("alice"), NOW));
        assertThat(sent(READ, () -> store.find(session.key(), NOW))).isEqualTo(1);
        assertThat(sent(SCRIPT, () -> store.save(session, put("a", "1"), NOW))).isEqualTo(1);
    }

    @Test
    void creatingIsOneScriptAndOneMoreWithAnOwner() {
        assertThat(sent(SCRIPT, () -> store.create(Sessions.of(null), NOW))).isEqualTo(1);
        assertThat(sent(SCRIPT, () -> store.create(Sessions.of("alice"), NOW))).isEqualTo(2);
    }

    @Test
    void renewingIsTwoStepsAndOneMoreWithAnOwner() {
        StoredSession anonymous = saved(store.create(Sessions.of(null), NOW));
        assertThat(sent(SCRIPT, () -> store.renew(anonymous, newKey(), put("a", "1"), NOW)))
                .isEqualTo(2);
        StoredSession owned = saved(store.create(Sessions.of("alice"), NOW));
        assertThat(sent(SCRIPT, () -> store.renew(owned, newKey(), put("a", "1"), NOW)))
                .isEqualTo(3);
    }

    private static Pattern stat(String commands) {
        return Pattern.compile("cmdstat_(" + commands + "):calls=(\\d+),.*?failed_calls=(\\d+)");
    }

    private static long sent(Pattern command, Supplier<?> verb) {
        CONNECTIONS.forEach(connection -> connection.sync().configResetstat());
        assertThat(verb.get()).isNotNull();
        long done = 0;
        for (StatefulRedisConnection<String, String> connection : CONNECTIONS) {
            Matcher stat = command.matcher(connection.sync().info("commandstats"));
            while (stat.find()) {
                done += Long.parseLong(stat.group(2)) - Long.parseLong(stat.group(3));
            }
        }
        return done;
    }
}
