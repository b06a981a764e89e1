package dev.sojourn.session.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventType;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is the memory store's own; what every store promises is examined in the testkit. */
class MemoryStoreTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration IDLE = Duration.ofMinutes(33);

    private final List<Event> events = new CopyOnWriteArrayList<>();

    @Test
    void itKeepsWithinItsNumberOfSessionsAndSaysSo() {
        MemoryStore store =
                MemoryStore.builder().maxSessions(10).events(events::add).build();
        List<StoreKey> keys = fill(store, 100, NOW);

        assertThat(living(store, keys, NOW)).isEqualTo(10);
        assertThat(events.get(0).type()).isEqualTo(EventType.SESSION_EVICTED);
        assertThat(events.get(0).detail()).isEqualTo("1 live session evicted to keep within 10 sessions");
    }

    @Test
    void aFloodOfEvictionsIsToldInOneEventPerTenSeconds() {
        MemoryStore store =
                MemoryStore.builder().maxSessions(10).events(events::add).build();
        fill(store, 100, NOW);
        assertThat(events).hasSize(1);
        fill(store, 1, NOW.plusSeconds(9));
        assertThat(events).hasSize(1);
        fill(store, 1, NOW.plusSeconds(10));
        assertThat(events).hasSize(2);
        assertThat(events.get(1).detail()).isEqualTo("91 live sessions evicted to keep within 10 sessions");
    }

    @Test
    void closingTellsOfTheEvictionsNotYetTold() {
        MemoryStore store =
                MemoryStore.builder().maxSessions(10).events(events::add).build();
        fill(store, 100, NOW);
        store.close();
        assertThat(events).hasSize(2);
        assertThat(events.get(1).detail()).startsWith("89 live sessions");
    }

    @Test
    void theDeadMakeRoomWithoutAnEvent() {
        MemoryStore store =
                MemoryStore.builder().maxSessions(10).events(events::add).build();
        fill(store, 10, NOW);
        fill(store, 10, NOW.plus(IDLE).plusSeconds(120));
        assertThat(events).isEmpty();
    }

    @Test
    void aClockThatRanAheadAndWasSetRightCostsNoSessionBegunSince() {
        MemoryStore store = MemoryStore.create();
        StoredSession ahead = session(newKey(), NOW.plus(Duration.ofDays(1)), null, new byte[10]);
        store.create(ahead, NOW.plus(Duration.ofDays(1)));
        StoreKey key = fill(store, 1, NOW).get(0);
        assertThat(store.deleteExpired(NOW)).isZero();
        assertThat(store.find(key, NOW)).isPresent();
        assertThat(store.deleteExpired(NOW.plus(IDLE).plusSeconds(61)))
                .as("and it goes when its time has come")
                .isEqualTo(1);
    }

    @Test
    void aPlaceTakenWhileTheClockRanAheadIsFreeOnceItIsSetRight() {
        MemoryStore store = MemoryStore.create();
        assertThat(store.takePlace("alice", newKey(), null, 1, NOW.plus(Duration.ofDays(1))))
                .isTrue();
        assertThat(store.takePlace("alice", newKey(), null, 1, NOW)).isTrue();
        assertThat(store.takePlace("alice", newKey(), null, 1, NOW.minusSeconds(45)))
                .as("clocks of two nodes may differ by as much")
                .isFalse();
    }

    @Test
    void itKeepsWithinItsBytesHoweverLargeTheSessions() {
        MemoryStore store =
                MemoryStore.builder().maxBytes(1_000_000).events(events::add).build();
        List<StoreKey> keys =
                Stream.generate(MemoryStoreTest::newKey).limit(100).toList();
        for (StoreKey key : keys) {
            store.create(session(key, NOW, null, new byte[50_000]), NOW);
        }
        assertThat(living(store, keys, NOW)).isBetween(15L, 19L);
        assertThat(events).isNotEmpty();
    }

    @Test
    void aSessionThatGrowsBySavingCountsAsWell() {
        MemoryStore store =
                MemoryStore.builder().maxBytes(100_000).events(events::add).build();
        StoredSession found = create(store, newKey(), null);
        Changes growth = Changes.of(Map.of("large", new byte[200_000]), Set.of(), NOW, NOW.plus(IDLE));
        store.save(found, growth, NOW);
        assertThat(store.find(found.key(), NOW)).isEmpty();
        assertThat(events).hasSize(1);
    }

    @Test
    void withoutABoundItTakesAQuarterOfTheHeap() {
        Bound bound = new Bound();
        bound.settle("a memory store", MemoryStore.Builder.HEAP_SHARE);
        assertThat(bound).hasToString(Runtime.getRuntime().maxMemory() / 4 + " bytes");
    }

    @Test
    void boundsAreRefusedWhereTheyMakeNoSense() {
        assertThatThrownBy(() -> MemoryStore.builder().maxSessions(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxSessions must be positive, given 0");
        assertThatThrownBy(() -> MemoryStore.builder().maxBytes(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxBytes must be positive, given -1");
        MemoryStore.Builder both = MemoryStore.builder().maxSessions(10).maxBytes(10);
        assertThatThrownBy(both::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not both");
    }

    @Test
    void anEvictedSessionIsGoneForItsOwnerAndForItsWriter() {
        MemoryStore store =
                MemoryStore.builder().maxSessions(1).events(events::add).build();
        StoredSession first = create(store, newKey(), "alice");
        for (int i = 0; i < 50; i++) {
            create(store, newKey(), "bob");
        }
        int alive = store.sessionsOf("alice", NOW).size()
                + store.sessionsOf("bob", NOW).size();
        assertThat(alive).isEqualTo(1);
        assertThat(store.indexedOwners()).isEqualTo(1);
        boolean saved = store.save(first, touch(), NOW) instanceof Saved;
        assertThat(saved).isEqualTo(store.find(first.key(), NOW).isPresent());
    }

    @Test
    void theIndexOfOwnersForgetsWhoHasNoSession() {
        MemoryStore store = MemoryStore.create();
        StoredSession deleted = create(store, newKey(), "deleted");
        create(store, newKey(), "ended");
        create(store, newKey(), "ended");
        create(store, newKey(), "expired");
        StoredSession moved = create(store, newKey(), "moved");
        create(store, newKey(), null);
        assertThat(store.indexedOwners()).isEqualTo(4);

        store.delete(deleted.key(), NOW);
        store.endSessionsOf("ended", null, NOW);
        store.renew(moved, newKey(), touch(), NOW);
        assertThat(store.indexedOwners()).isEqualTo(2);
        store.deleteExpired(NOW.plus(IDLE).plusSeconds(120));
        assertThat(store.indexedOwners()).isZero();
    }

    @Test
    void cleaningUpRemovesAllOfManyDead() {
        MemoryStore store = MemoryStore.create();
        fill(store, 25_000, NOW);

        assertThat(store.deleteExpired(NOW.plus(IDLE).plusSeconds(120))).isEqualTo(25_000);
    }

    @Test
    void creatingSessionsClearsAwayTheDeadInPassing() {
        MemoryStore store = MemoryStore.create();
        create(store, newKey(), "expired");
        Instant later = NOW.plus(IDLE).plusSeconds(120);
        fill(store, 1_000, later);
        assertThat(store.indexedOwners()).isZero();
        assertThat(store.deleteExpired(later)).isEqualTo(1);
    }

    @Test
    void aRenewalThatIsTakenOrStaleLeavesNoTrace() {
        MemoryStore store = MemoryStore.create();
        StoredSession found = create(store, newKey(), "alice");
        StoredSession used = create(store, newKey(), null);
        store.renew(found, used.key(), touch(), NOW);
        StoreKey next = newKey();
        store.save(found, touch(), NOW);
        store.renew(found, next, touch(), NOW);

        assertThat(store.sessionsOf("alice", NOW))
                .extracting(StoredSession::key)
                .containsExactly(found.key());
        assertThat(store.create(session(next, NOW, null, new byte[1]), NOW)).isInstanceOf(Saved.class);
    }

    @Test
    void aClockThatStepsBackFindsItsSessionsAgain() {
        MemoryStore store = MemoryStore.create();
        StoredSession found = create(store, newKey(), null);
        Instant ahead = NOW.plus(IDLE).plusSeconds(45);
        fill(store, 1_000, ahead);
        store.deleteExpired(ahead);
        assertThat(store.find(found.key(), ahead)).isEmpty();
        assertThat(store.find(found.key(), ahead.minusSeconds(46))).isPresent();
    }

    @Test
    void closingForgetsEverything() {
        MemoryStore store = MemoryStore.create();
        StoredSession found = create(store, newKey(), "alice");
        store.close();
        assertThat(store.find(found.key(), NOW)).isEmpty();
        assertThat(store.sessionsOf("alice", NOW)).isEmpty();
    }

    private static List<StoreKey> fill(MemoryStore store, int count, Instant now) {
        List<StoreKey> keys =
                Stream.generate(MemoryStoreTest::newKey).limit(count).toList();
        keys.forEach(key -> store.create(session(key, now, null, new byte[10]), now));
        return keys;
    }

    private static long living(MemoryStore store, List<StoreKey> keys, Instant now) {
        return keys.stream().filter(key -> store.find(key, now).isPresent()).count();
    }

    private static StoredSession create(MemoryStore store, StoreKey key, @Nullable String owner) {
        byte[] value = "value".getBytes(StandardCharsets.UTF_8);
        return ((Saved) store.create(session(key, NOW, owner, value), NOW)).session();
    }

    private static StoredSession session(StoreKey key, Instant now, @Nullable String owner, byte[] value) {
        PackedAttributes attributes = PackedAttributes.of(Map.of("name", value));
        return new StoredSession(key, attributes, now, now, now.plus(IDLE), now.plus(IDLE), owner, null, null);
    }

    private static Changes touch() {
        return Changes.of(Map.of(), Set.of(), NOW, NOW.plus(IDLE));
    }

    private static StoreKey newKey() {
        return StoreKey.of(SessionToken.random(), "test");
    }
}
