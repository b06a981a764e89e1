package dev.sojourn.store.redis;

import static dev.sojourn.store.redis.Sessions.bytes;
import static dev.sojourn.store.redis.Sessions.newKey;
import static dev.sojourn.store.redis.Sessions.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sojourn.servers.RedisCluster;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Redis drops a session by itself a minute after its record says, whatever was done to it, on one server and in a cluster. */
class KeyExpiryTest {

    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final Duration TOLERANCE = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofMinutes(30);

    private static RedisServer server;
    private static RedisCluster cluster;
    private static RedisClient toServer;
    private static RedisClusterClient toCluster;
    private static Place single;
    private static Place spread;

    @BeforeAll
    static void start() throws Exception {
        server = RedisServer.start();
        cluster = RedisCluster.start();
        toServer = RedisClient.create(server.uri());
        toCluster =
                RedisClusterClient.create(RedisURI.create(cluster.nodes().get(0).uri()));
        single = new Place(RedisStore.connect(server.uri()), toServer.connect().sync());
        spread =
                new Place(RedisStore.connect(cluster.uri()), toCluster.connect().sync());
    }

    @AfterAll
    static void stop() {
        single.store.close();
        spread.store.close();
        toServer.shutdown();
        toCluster.shutdown();
        cluster.close();
        server.close();
    }

    static Stream<Place> places() {
        return Stream.of(single, spread);
    }

    @ParameterizedTest
    @MethodSource("places")
    void aNewSessionGoesAMinuteAfterItsExpiry(Place place) {
        StoredSession created = place.created("alice");
        assertThat(place.goesAt(created.key())).isCloseTo(created.expiresAt().plus(GRACE), within(TOLERANCE));
    }

    @ParameterizedTest
    @MethodSource("places")
    void aSaveThatProlongsASessionProlongsItsKey(Place place) {
        StoredSession created = place.created("bob");
        Instant later = created.expiresAt().plus(IDLE);
        saved(place.store.save(created, until(later), now()));
        assertThat(place.goesAt(created.key())).isCloseTo(later.plus(GRACE), within(TOLERANCE));
    }

    @ParameterizedTest
    @MethodSource("places")
    void aSaveThatComesLateWithAnEarlierExpiryShortensNothing(Place place) {
        StoredSession created = place.created("carol");
        saved(place.store.save(created, until(created.expiresAt().minus(IDLE.dividedBy(2))), now()));
        assertThat(place.goesAt(created.key())).isCloseTo(created.expiresAt().plus(GRACE), within(TOLERANCE));
    }

    @ParameterizedTest
    @MethodSource("places")
    void aRenewedSessionGoesAMinuteAfterItsNewExpiry(Place place) {
        StoredSession created = place.created("dave");
        StoreKey next = newKey();
        Instant later = created.expiresAt().plus(IDLE);
        saved(place.store.renew(created, next, until(later), now()));
        assertThat(place.goesAt(next)).isCloseTo(later.plus(GRACE), within(TOLERANCE));
    }

    private static Changes until(Instant expiry) {
        return Changes.of(Map.of("a", bytes("1")), Set.of(), now(), expiry);
    }

    private static Instant now() {
        return Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** A store, and a connection past it to what it writes to. */
    private record Place(RedisStore store, RedisClusterCommands<String, String> redis) {

        StoredSession created(String owner) {
            Instant now = now();
            StoredSession session = Sessions.of(owner);
            return saved(store.create(
                    new StoredSession(
                            session.key(),
                            session.attributes(),
                            now,
                            now,
                            now.plus(IDLE),
                            now.plus(Duration.ofHours(12)),
                            owner,
                            null,
                            null),
                    now));
        }

        long ttl(StoreKey key) {
            return redis.pttl("sojourn:s:" + key.hex());
        }

        Instant goesAt(StoreKey key) {
            return now().plusMillis(ttl(key));
        }
    }
}
