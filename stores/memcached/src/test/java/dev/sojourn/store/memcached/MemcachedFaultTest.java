package dev.sojourn.store.memcached;

import static dev.sojourn.store.memcached.Awaited.wellAgain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.servers.MemcachedServer;
import dev.sojourn.servers.TcpProxy;
import dev.sojourn.servers.TcpProxy.Mode;
import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A server whose wire breaks, or that has no room left, and how long one keeps what it is given. */
class MemcachedFaultTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMillis(3_500);
    private static final int FLAPS = 5;
    private static final int ENOUGH_TO_FILL_IT = 10_000;

    private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);

    @Test
    void aReadWhoseAnswerBreaksOffIsAStoreExceptionAndNobodyIsTakenForGone() throws Exception {
        try (MemcachedServer server = NeedsMemcached.start();
                TcpProxy wire = TcpProxy.to(server.port());
                MemcachedStore store = through(wire)) {
            StoredSession session = stored(store, 1_000);
            wire.mode(Mode.RESET_MID_ANSWER);
            assertFailsInTime(() -> store.find(session.key(), now));
            wire.mode(Mode.FORWARD);
            assertThat(wellAgain(() -> store.find(session.key(), now))).isPresent();
        }
    }

    @Test
    void aWriteWhoseAnswerIsCutOffIsAStoreExceptionAndStandsOnce() throws Exception {
        try (MemcachedServer server = NeedsMemcached.start();
                TcpProxy wire = TcpProxy.to(server.port());
                MemcachedStore store = through(wire)) {
            StoredSession session = stored(store, 10);
            MemcachedBackend direct = MemcachedBackend.connect(server.address(), "sojourn:", TIMEOUT, 10_000);
            long before = number(direct, session.key());

            wire.mode(Mode.CUT_ONE_ANSWER);
            assertFailsInTime(() -> store.save(session, put("a"), now));

            assertThat(wellAgain(() -> store.find(session.key(), now))
                            .orElseThrow()
                            .attributes()
                            .names())
                    .contains("a");
            assertThat(number(direct, session.key()))
                    .as("writes numbered by the server")
                    .isEqualTo(before + 1);
            direct.close();
        }
    }

    /** Whatever is written anywhere gets the server's next number. */
    private static long number(MemcachedBackend backend, StoreKey key) {
        return (Long) wellAgain(() -> backend.read(key)).mark();
    }

    @Test
    void aServerThatComesAndGoesIsAStoreExceptionEachTimeAndRevivesNobody() throws Exception {
        try (MemcachedServer server = NeedsMemcached.start();
                TcpProxy wire = TcpProxy.to(server.port());
                MemcachedStore store = through(wire)) {
            StoredSession session = stored(store, 10);
            for (int flap = 0; flap < FLAPS; flap++) {
                String name = "flap " + flap;
                StoredSession ended = stored(store, 10);
                store.delete(ended.key(), now);
                StoredSession found = store.find(session.key(), now).orElseThrow();

                wire.mode(Mode.REFUSE);
                wire.cut();
                assertFailsInTime(() -> store.find(found.key(), now));
                assertFailsInTime(() -> store.save(found, put(name), now));
                assertFailsInTime(() -> store.save(ended, put(name), now));
                wire.mode(Mode.FORWARD);

                assertThat(wellAgain(() -> store.find(found.key(), now))).isPresent();
                assertThat(store.save(ended, put(name), now)).isEqualTo(new Gone());
                assertThat(store.find(ended.key(), now)).isEmpty();
                saved(store.save(found, put(name), now));
            }
            assertThat(store.find(session.key(), now).orElseThrow().attributes().names())
                    .hasSize(FLAPS + 1);
        }
    }

    @Test
    void aServerWithoutRoomIsAStoreExceptionForgetsNobodyAndIsWellWhenThereIsRoomAgain() throws Exception {
        try (MemcachedServer server = NeedsMemcached.start("-M", "-m", "1", "-I", "512k");
                MemcachedStore store = MemcachedStore.connect(server.address())) {
            StoredSession ended = stored(store, 10_000);
            store.delete(ended.key(), now);
            List<StoredSession> sessions = fill(store);
            assertThat(sessions).hasSizeGreaterThan(10);

            StoredSession one = sessions.get(0);
            assertThatThrownBy(() -> store.save(one, put("a"), now))
                    .isInstanceOf(StoreException.class)
                    .hasStackTraceContaining("out of memory");
            assertThatThrownBy(() -> store.save(ended, put("a"), now)).isInstanceOf(StoreException.class);
            for (StoredSession session : sessions) {
                assertThat(store.find(session.key(), now)).isPresent();
            }
            assertThat(store.find(ended.key(), now)).isEmpty();

            for (StoredSession session : sessions.subList(1, sessions.size())) {
                store.delete(session.key(), now);
            }
            saved(store.save(one, put("a"), now));
            assertThat(store.save(ended, put("a"), now)).isEqualTo(new Gone());
            assertThat(store.save(sessions.get(1), put("a"), now)).isEqualTo(new Gone());
            assertThat(store.evictions()).isZero();
        }
    }

    /** Memcached reads a number of more than 30 days as a moment, and a smaller one as a time from now. */
    @Test
    void anItemExpiresAMinuteAfterItsSessionHoweverLongThatLasts() throws IOException {
        try (MemcachedServer server = NeedsMemcached.start();
                MemcachedStore store = MemcachedStore.connect(server.address())) {
            for (Duration lifetime : List.of(Duration.ofHours(1), Duration.ofDays(40))) {
                StoredSession session = saved(store.create(session(10, lifetime), now));
                assertExpiry(server, session.key(), lifetime);
                Duration longer = lifetime.plusMinutes(10);
                StoredSession found = store.find(session.key(), now).orElseThrow();
                saved(store.save(found, Changes.of(Map.of(), Set.of(), now, now.plus(longer)), now));
                assertExpiry(server, session.key(), longer);
            }
        }
    }

    private void assertExpiry(MemcachedServer server, StoreKey key, Duration lifetime) throws IOException {
        assertThat(Dump.expiries(server.port()).get("sojourn:" + key.hex()))
                .isBetween(
                        now.plus(lifetime).plusSeconds(58), now.plus(lifetime).plusSeconds(62));
    }

    /** Stores sessions until there is no room for one more. */
    private List<StoredSession> fill(MemcachedStore store) {
        List<StoredSession> sessions = new ArrayList<>();
        while (sessions.size() < ENOUGH_TO_FILL_IT) {
            try {
                StoredSession created = saved(store.create(session(10_000, Duration.ofMinutes(33)), now));
                sessions.add(store.find(created.key(), now).orElseThrow());
            } catch (StoreException full) {
                assertThat(full).hasStackTraceContaining("out of memory");
                return sessions;
            }
        }
        throw new AssertionError("Memcached took everything");
    }

    private static MemcachedStore through(TcpProxy wire) {
        return MemcachedStore.builder("127.0.0.1:" + wire.port())
                .timeout(TIMEOUT)
                .build();
    }

    private static void assertFailsInTime(ThrowingCallable call) {
        long begin = System.nanoTime();
        assertThatThrownBy(call).isInstanceOf(StoreException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONGEST);
    }

    /** As a find gives it, so that a save of it writes at once. */
    private StoredSession stored(MemcachedStore store, int size) {
        StoredSession created = saved(wellAgain(() -> store.create(session(size, Duration.ofMinutes(33)), now)));
        return store.find(created.key(), now).orElseThrow();
    }

    private StoredSession session(int size, Duration lifetime) {
        Instant end = now.plus(lifetime);
        PackedAttributes attributes = PackedAttributes.of(Map.of("name", new byte[size]));
        return new StoredSession(newKey(), attributes, now, now, end, end, null, null, null);
    }

    private static StoreKey newKey() {
        return StoreKey.of(SessionToken.random(), "test");
    }

    private Changes put(String name) {
        return Changes.of(Map.of(name, new byte[1]), Set.of(), now, now.plus(Duration.ofMinutes(33)));
    }

    private static StoredSession saved(SaveResult result) {
        assertThat(result).isInstanceOf(Saved.class);
        return ((Saved) result).session();
    }
}
