package dev.sojourn.testkit.store;

import static dev.sojourn.testkit.store.Records.IDLE;
import static dev.sojourn.testkit.store.Records.bytes;
import static dev.sojourn.testkit.store.Records.newKey;
import static dev.sojourn.testkit.store.Records.owned;
import static dev.sojourn.testkit.store.Records.put;
import static dev.sojourn.testkit.store.Records.saved;
import static dev.sojourn.testkit.store.Records.session;
import static dev.sojourn.testkit.store.Records.touch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.session.store.CachingStore;
import dev.sojourn.session.store.InvalidationPush;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SessionsByOwner;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes with a cache each: what one of them does, and when the other sees it. */
@Timeout(120)
class NearCacheTest {

    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final int ROUNDS = Integer.getInteger("sojourn.rounds", 200);

    private final Remote remote = new Remote();
    private final Remote.Node wire = remote.node();
    private final CachingStore here = cache(wire);
    private final CachingStore elsewhere = cache(remote.node());

    @Test
    void aSecondFindCostsNoCallAndGivesWhatCanBeSaved() {
        StoredSession created = stored();
        StoredSession first = here.find(created.key(), NOW).orElseThrow();
        StoredSession second = here.find(created.key(), NOW).orElseThrow();
        assertThat(wire.finds).hasValue(1);
        assertThat(second).isEqualTo(first);
        assertThat(saved(here.save(second, put(NOW, "a", "2"), NOW)).overwritten())
                .isEmpty();
    }

    @Test
    void absenceIsNotKept() {
        StoreKey key = newKey();
        assertThat(here.find(key, NOW)).isEmpty();
        elsewhere.create(session(key, NOW), NOW);
        assertThat(here.find(key, NOW)).isPresent();
    }

    @Test
    void aLogoutElsewhereIsSeenAtOnceWhereItIsTold() {
        StoreKey key = near();
        elsewhere.delete(key, NOW);
        assertThat(here.find(key, NOW)).isEmpty();
    }

    @Test
    void aLogoutElsewhereIsSeenWithinASecondWhereTheChannelFallsSilent() {
        StoreKey key = near();
        wire.fallSilent();
        elsewhere.delete(key, NOW);
        pass(Duration.ofMillis(999));
        assertThat(here.find(key, NOW))
                .as("the bound in use, or this test shows nothing")
                .isPresent();
        pass(Duration.ofMillis(1));
        assertThat(here.find(key, NOW)).isEmpty();
    }

    @Test
    void aLogoutElsewhereIsSeenAtOnceWhereTheChannelBreaks() {
        StoreKey key = near();
        wire.fallSilent();
        elsewhere.delete(key, NOW);
        wire.cut();
        assertThat(here.find(key, NOW)).isEmpty();
    }

    @Test
    void whileTheChannelIsBrokenEveryReadGoesThroughAndAfterItsAnswerNoneDoes() {
        StoreKey key = near();
        wire.cut();
        int before = wire.finds.get();
        here.find(key, NOW);
        here.find(key, NOW);
        assertThat(wire.finds).hasValue(before + 2);

        wire.deliver();
        wire.answer();
        here.find(key, NOW);
        here.find(key, NOW);
        assertThat(wire.finds).hasValue(before + 3);
    }

    @Test
    void anAnswerFromBeforeTheBreakIsNotTrusted() {
        StoreKey key = near();
        pass(Duration.ofMillis(10));
        wire.cut();
        wire.listening().answered(remote.nanos.get() - 1);
        int before = wire.finds.get();
        here.find(key, NOW);
        here.find(key, NOW);
        assertThat(wire.finds).hasValue(before + 2);
    }

    @Test
    void whatWasToldLateIsGoneOnceTheChannelAnswersAgain() {
        StoreKey key = near();
        wire.fallSilent();
        elsewhere.delete(key, NOW);
        pass(Duration.ofSeconds(5));
        wire.deliver();
        wire.answer();
        assertThat(here.find(key, NOW)).isEmpty();
    }

    @Test
    void aFlushOfTheStoreEmptiesTheCache() {
        StoreKey key = near();
        wire.listening().invalidatedAll();
        int before = wire.finds.get();
        here.find(key, NOW);
        assertThat(wire.finds).hasValue(before + 1);
    }

    @Test
    void aSaveGoesToTheStoreAndIsGoneWhereTheSessionIs() {
        StoredSession created = stored();
        StoredSession found = here.find(created.key(), NOW).orElseThrow();
        wire.fallSilent();
        elsewhere.delete(created.key(), NOW);
        assertThat(here.save(found, put(NOW, "a", "2"), NOW)).isEqualTo(new Gone());
        assertThat(here.find(created.key(), NOW)).isEmpty();
    }

    @Test
    void aSessionThatWasUsedElsewhereDoesNotExpireHere() {
        StoreKey key = near();
        StoredSession there = elsewhere.find(key, NOW).orElseThrow();
        wire.fallSilent();
        elsewhere.save(there, touch(NOW.plusSeconds(60)), NOW.plusSeconds(60));
        assertThat(here.find(key, NOW.plus(IDLE))).isPresent();
    }

    @Test
    void theSessionsOfAnOwnerEndAtOnceOnTheNodeThatEndsThem() {
        StoredSession alice =
                saved(here.create(owned(newKey(), NOW, "alice"), NOW)).session();
        StoreKey other = near();
        here.find(alice.key(), NOW);
        wire.fallSilent();
        here.capability(SessionsByOwner.class).orElseThrow().endSessionsOf("alice", null, NOW);
        int before = wire.finds.get();
        assertThat(here.find(alice.key(), NOW)).isEmpty();
        assertThat(here.find(other, NOW)).isPresent();
        assertThat(wire.finds).hasValue(before + 1);
    }

    @Test
    void aReadThatWasOvertakenByNewsIsNotKept() {
        List<Runnable> news = List.of(() -> {}, () -> wire.listening().invalidatedAll(), () -> {
            wire.cut();
            wire.deliver();
            wire.answer();
        });
        for (Runnable more : news) {
            for (int round = 0; round < ROUNDS; round++) {
                StoredSession created = stored();
                boolean toldByKey = more == news.get(0);
                wire.afterRead = () -> {
                    wire.afterRead = () -> {};
                    if (!toldByKey) {
                        wire.fallSilent();
                    }
                    elsewhere.delete(created.key(), NOW);
                    more.run();
                };
                assertThat(here.find(created.key(), NOW)).isPresent();
                assertThat(here.find(created.key(), NOW)).isEmpty();
                wire.deliver();
            }
        }
    }

    @Test
    void noStaleRecordSurvivesReadsAndWritesThatRace() {
        try (Race race = new Race()) {
            for (int round = 0; round < ROUNDS; round++) {
                StoredSession created = stored();
                race.run(List.<Callable<Object>>of(
                        () -> here.find(created.key(), NOW),
                        () -> here.find(created.key(), NOW),
                        () -> elsewhere.save(created, put(NOW, "a", "2"), NOW)));
                assertThat(value(here, created.key())).isEqualTo(bytes("2"));
            }
        }
    }

    @Test
    void aNodeReadsItsOwnWritesEvenWhereNothingIsTold() {
        wire.fallSilent();
        try (Race race = new Race()) {
            for (int round = 0; round < ROUNDS; round++) {
                StoredSession created = stored();
                race.run(List.<Callable<Object>>of(() -> here.find(created.key(), NOW), () -> {
                    here.save(created, put(NOW, "a", "2"), NOW);
                    assertThat(value(here, created.key())).isEqualTo(bytes("2"));
                    return true;
                }));
                assertThat(value(here, created.key())).isEqualTo(bytes("2"));
            }
        }
    }

    @Test
    void aStoreThatTellsNothingIsRefused() {
        MemoryStore memory = MemoryStore.create();
        assertThatThrownBy(() -> CachingStore.around(memory))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("MemoryStore does not offer InvalidationPush");
    }

    @Test
    void oneBoundIsEnough() {
        assertThatThrownBy(() ->
                        CachingStore.builder(wire).maxBytes(1).maxSessions(1).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one bound");
    }

    @Test
    void theCacheStaysWithinItsBound() {
        Remote.Node node = remote.node();
        CachingStore small = CachingStore.builder(node)
                .maxSessions(10)
                .ticker(remote.nanos::get)
                .build();
        List<StoredSession> sessions = Stream.generate(this::stored).limit(100).toList();
        sessions.forEach(session -> small.find(session.key(), NOW));
        int before = node.finds.get();
        sessions.forEach(session -> small.find(session.key(), NOW));
        assertThat(node.finds.get() - before).isGreaterThanOrEqualTo(90);
    }

    @Test
    void whatTheStoreOffersTheCacheOffersButToTellOfChanges() {
        assertThat(here.capability(SessionsByOwner.class)).isPresent();
        assertThat(here.capability(InvalidationPush.class)).isEmpty();
        assertThat(here.whyNot(InvalidationPush.class)).isEqualTo("is a near cache already, one is enough");
        assertThat(here.name()).isEqualTo("MemoryStore");
    }

    private CachingStore cache(Remote.Node node) {
        return CachingStore.builder(node).ticker(remote.nanos::get).build();
    }

    private StoredSession stored() {
        return saved(elsewhere.create(session(newKey(), NOW, "a", "1"), NOW)).session();
    }

    /** A session that was found here and is near now. */
    private StoreKey near() {
        StoreKey key = stored().key();
        here.find(key, NOW);
        int before = wire.finds.get();
        assertThat(here.find(key, NOW)).isPresent();
        assertThat(wire.finds).hasValue(before);
        return key;
    }

    private void pass(Duration time) {
        remote.nanos.addAndGet(time.toNanos());
    }

    private static byte[] value(CachingStore store, StoreKey key) {
        byte[] value = store.find(key, NOW).orElseThrow().attributes().get("a");
        return value == null ? new byte[0] : value;
    }
}
