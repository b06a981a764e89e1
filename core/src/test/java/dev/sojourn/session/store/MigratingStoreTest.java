package dev.sojourn.session.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SaveResult.Stale;
import dev.sojourn.session.store.SaveResult.Taken;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions that move from one store to another while nodes of two releases use them, and die half-way. */
class MigratingStoreTest {

    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final Instant EXPIRY = NOW.plus(Duration.ofMinutes(33));
    private static final int ROUNDS = Integer.getInteger("sojourn.rounds", 200);
    private static final int MOST_CALLS = 12;

    private final MemoryStore from = MemoryStore.create();
    private final MemoryStore to = MemoryStore.create();

    private static final class Near extends ForwardingStore implements FreshReads {

        Near(SessionStore store) {
            super(store);
        }

        @Override
        public Optional<StoredSession> findFresh(StoreKey key, Instant now) {
            return find(key, now);
        }
    }

    @Test
    void nearCachesAreRefused() {
        SessionStore near = new Near(to);
        assertThatThrownBy(() -> MigratingStore.preparing(from, near))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("near cache of MemoryStore");
        assertThatThrownBy(() -> MigratingStore.moving(CallLimit.around(near), to))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private final MigratingStore preparing = MigratingStore.preparing(from, to);
    private final MigratingStore moving = MigratingStore.moving(from, to);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void aSessionMovesWhenItIsFirstTouchedAndKeepsEverything() {
        StoredSession begun = begun();
        StoredSession found = moving.find(begun.key(), NOW).orElseThrow();
        assertThat(found.withVersion(null)).isEqualTo(begun.withVersion(null));
        assertThat(from.find(begun.key(), NOW)).isEmpty();
        assertThat(to.find(begun.key(), NOW).orElseThrow().withVersion(null)).isEqualTo(begun.withVersion(null));
    }

    @Test
    void aNodeThatStillPreparesUsesWhatOthersHaveMoved() {
        StoredSession begun = begun();
        StoredSession before = preparing.find(begun.key(), NOW).orElseThrow();
        moving.find(begun.key(), NOW);

        assertThat(preparing.save(before, put("late", "1"), NOW)).isInstanceOf(Saved.class);
        assertThat(to.find(begun.key(), NOW).orElseThrow().attributes().get("late"))
                .isNotNull();
        StoreKey next = newKey();
        StoredSession current = preparing.find(begun.key(), NOW).orElseThrow();
        assertThat(preparing.renew(current, next, put("b", "1"), NOW)).isInstanceOf(Saved.class);
        assertThat(moving.find(next, NOW)).isPresent();
        assertThat(moving.find(begun.key(), NOW)).isEmpty();
    }

    @Test
    void preparingWritesWhatTheReleaseBeforeItUnderstands() {
        StoredSession created = saved(preparing.create(session(), NOW));
        saved(preparing.save(created, put("a", "1"), NOW));
        StoredSession plain = from.find(created.key(), NOW).orElseThrow();
        assertThat(plain.attributes().toMap()).containsOnlyKeys("name", "a");
        assertThat(to.find(created.key(), NOW)).isEmpty();
    }

    @Test
    void whatIsInEitherStoreIsTakenForEveryNode() {
        StoredSession begun = begun();
        assertThat(moving.create(begun, NOW)).isEqualTo(new Taken());
        assertThat(to.find(begun.key(), NOW)).isEmpty();
        assertThat(moving.find(begun.key(), NOW)).isPresent();
        assertThat(preparing.create(begun, NOW)).isEqualTo(new Taken());
        assertThat(from.find(begun.key(), NOW)).isEmpty();
    }

    @Test
    void aMarkedSessionIsFinishedByWhomeverMeetsIt() {
        for (MigratingStore node : List.of(preparing, moving)) {
            StoredSession begun = begun();
            StoredSession earlier = preparing.find(begun.key(), NOW).orElseThrow();
            from.save(begun, MigrationMark.moving(begun), NOW);
            assertThat(node.save(earlier, put("a", "1"), NOW)).isInstanceOf(Saved.class);
            assertThat(from.find(begun.key(), NOW)).isEmpty();
            assertThat(to.find(begun.key(), NOW).orElseThrow().attributes().toMap())
                    .containsOnlyKeys("name", "a");
        }
    }

    @Test
    void whoComesLateWithAMarkDoesNotUndoTheChoiceOfACopy() {
        StoredSession begun = begun();
        StoredSession marked = saved(from.save(begun, MigrationMark.moving(begun), NOW));
        StoredSession copy = saved(to.create(MigrationMark.copy(marked), NOW));
        saved(from.save(marked, MigrationMark.choosing(marked, copy), NOW));
        assertThat(from.save(begun, MigrationMark.moving(begun), NOW))
                .isInstanceOfSatisfying(
                        Stale.class,
                        stale -> assertThat(MigrationMark.isChosen(stale.current(), copy))
                                .isTrue());
    }

    @Test
    void whoComesLateWithAMoveFindsTheSessionEnded() {
        for (MigratingStore node : List.of(preparing, moving)) {
            StoredSession begun = begun();
            StoredSession marked = saved(from.save(begun, MigrationMark.moving(begun), NOW));
            node.delete(begun.key(), NOW);
            for (MigratingStore next : List.of(preparing, moving)) {
                saved(to.create(MigrationMark.copy(marked), NOW));
                assertThat(next.find(begun.key(), NOW)).isEmpty();
                assertThat(to.find(begun.key(), NOW)).isEmpty();
            }
        }
    }

    @Test
    void whoComesLateWithAMoveFindsTheSessionRenewed() {
        StoredSession begun = begun();
        StoredSession marked = saved(from.save(begun, MigrationMark.moving(begun), NOW));
        StoredSession found = moving.find(begun.key(), NOW).orElseThrow();
        saved(moving.renew(found, newKey(), put("a", "1"), NOW));
        saved(to.create(MigrationMark.copy(marked), NOW));
        assertThat(preparing.find(begun.key(), NOW)).isEmpty();
        assertThat(moving.find(begun.key(), NOW)).isEmpty();
    }

    @Test
    void expectationsHoldAcrossTheMove() {
        StoredSession begun = begun();
        StoredSession before = preparing.find(begun.key(), NOW).orElseThrow();
        StoredSession there = moving.find(begun.key(), NOW).orElseThrow();
        saved(moving.save(there, put("name", "changed"), NOW));
        Changes expecting = new Changes(
                Map.of("name", bytes("mine")),
                Set.of(),
                Map.of("name", Optional.of(bytes("value"))),
                null,
                NOW,
                EXPIRY,
                null,
                null,
                null);
        assertThat(preparing.save(before, expecting, NOW)).isInstanceOf(Stale.class);
        assertThat(preparing.save(before, put("name", "over"), NOW))
                .isInstanceOfSatisfying(
                        Saved.class, saved -> assertThat(saved.overwritten()).containsExactly("name"));
    }

    static Stream<Integer> everyStep() {
        return IntStream.range(0, MOST_CALLS).boxed();
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    void aNodeThatDiesWhileItMovesASessionLosesAndDoublesNothing(int step) {
        StoredSession begun = begun();
        dying(step, node -> node.find(begun.key(), NOW));
        for (MigratingStore node : List.of(preparing, moving)) {
            StoredSession found = node.find(begun.key(), NOW).orElseThrow();
            assertThat(found.withVersion(null)).isEqualTo(begun.withVersion(null));
        }
        assertThat(from.find(begun.key(), NOW)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    void aNodeThatDiesWhileItEndsASessionLeavesOneThatCanBeEnded(int step) {
        StoredSession begun = begun();
        from.save(begun, MigrationMark.moving(begun), NOW);
        boolean told = dying(step, node -> node.delete(begun.key(), NOW));
        if (!told) {
            moving.delete(begun.key(), NOW);
        }
        for (MigratingStore node : List.of(preparing, moving)) {
            assertThat(node.find(begun.key(), NOW)).isEmpty();
        }
        assertThat(from.find(begun.key(), NOW)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    void aNodeThatDiesWhileItRenewsASessionLeavesAtMostOneKey(int step) {
        StoredSession begun = begun();
        StoreKey next = newKey();
        dying(
                step,
                node -> node.find(begun.key(), NOW).ifPresent(found -> node.renew(found, next, put("a", "1"), NOW)));
        boolean old = moving.find(begun.key(), NOW).isPresent();
        boolean renewed = moving.find(next, NOW).isPresent();
        assertThat(old && renewed).isFalse();
        assertThat(old || renewed).isTrue();
    }

    @Test
    void nodesOfTwoReleasesWriteOneSessionAndLoseNothing() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            StoreKey key = begun().key();
            List<Callable<Boolean>> writers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                MigratingStore node = i % 2 == 0 ? preparing : moving;
                String name = "a" + i;
                writers.add(() -> node.save(node.find(key, NOW).orElseThrow(), put(name, "1"), NOW) instanceof Saved);
            }
            assertThat(race(writers)).containsOnly(true);
            assertThat(moving.find(key, NOW).orElseThrow().attributes().toMap())
                    .containsOnlyKeys("name", "a0", "a1", "a2", "a3");
        }
    }

    @Test
    void incrementsOfNodesOfTwoReleasesAllCount() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            StoreKey key = begun().key();
            List<Callable<Boolean>> writers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                MigratingStore node = i % 2 == 0 ? preparing : moving;
                writers.add(() -> {
                    boolean first = increment(node, key);
                    return increment(node, key) && first;
                });
            }
            assertThat(race(writers)).containsOnly(true);
            assertThat(count(moving.find(key, NOW).orElseThrow())).isEqualTo(8);
        }
    }

    @Test
    void whatEndsAmidAMoveStaysEnded() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            StoreKey key = begun().key();
            StoredSession before = preparing.find(key, NOW).orElseThrow();
            MigratingStore ending = round % 2 == 0 ? preparing : moving;
            race(List.of(
                    () -> moving.find(key, NOW).isPresent(),
                    () -> moving.find(key, NOW).isPresent(),
                    () -> preparing.save(before, put("a", "1"), NOW) instanceof Saved,
                    () -> {
                        ending.delete(key, NOW);
                        return true;
                    }));
            for (MigratingStore node : List.of(preparing, moving)) {
                assertThat(node.find(key, NOW)).as("round %s", round).isEmpty();
                assertThat(node.save(before, put("b", "1"), NOW)).isEqualTo(new Gone());
            }
        }
    }

    @Test
    void endingAllOfAnOwnerEndsThoseThatMove() {
        StoredSession first = begun();
        StoredSession second = begun();
        from.save(second, MigrationMark.moving(second), NOW);
        saved(moving.create(session(), NOW));
        SessionsByOwner owners = moving.capability(SessionsByOwner.class).orElseThrow();
        assertThat(owners.sessionsOf("alice", NOW)).hasSize(3);
        assertThat(owners.endSessionsOf("alice", first.key(), NOW)).isEqualTo(2);
        assertThat(owners.sessionsOf("alice", NOW))
                .extracting(StoredSession::key)
                .containsExactly(first.key());
    }

    @Test
    void whatCannotBeKeptWhileSessionsMoveIsNotPromised() {
        assertThat(moving.capability(SessionLimit.class)).isEmpty();
        assertThat(moving.whyNot(SessionLimit.class)).contains("while sessions move");
        assertThat(moving.capability(Durable.class)).isEmpty();
        assertThat(moving.whyNot(Durable.class)).contains("MemoryStore");
    }

    /** Lets a node of the second release do something, and die before its n-th call to a store; true when it got through. */
    private boolean dying(int step, java.util.function.Consumer<MigratingStore> work) {
        AtomicInteger left = new AtomicInteger(step);
        try {
            work.accept(MigratingStore.moving(new Dying(from, left), new Dying(to, left)));
            return true;
        } catch (StoreException dead) {
            assertThat(dead).hasMessage("dead");
            return false;
        }
    }

    private static boolean increment(MigratingStore node, StoreKey key) {
        StoredSession found = node.find(key, NOW).orElseThrow();
        while (true) {
            byte[] before = found.attributes().get("count");
            Changes changes = new Changes(
                    Map.of("count", bytes("" + (count(found) + 1))),
                    Set.of(),
                    Map.of("count", Optional.ofNullable(before)),
                    null,
                    NOW,
                    EXPIRY,
                    null,
                    null,
                    null);
            SaveResult result = node.save(found, changes, NOW);
            if (!(result instanceof Stale stale)) {
                return result instanceof Saved;
            }
            found = stale.current();
        }
    }

    private static int count(StoredSession session) {
        byte[] count = session.attributes().get("count");
        return count == null ? 0 : Integer.parseInt(new String(count, java.nio.charset.StandardCharsets.UTF_8));
    }

    private <T> List<T> race(List<Callable<T>> tasks) throws Exception {
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        List<Future<T>> running = new ArrayList<>();
        for (Callable<T> task : tasks) {
            running.add(threads.submit(() -> {
                start.await(20, TimeUnit.SECONDS);
                return task.call();
            }));
        }
        List<T> answers = new ArrayList<>();
        for (Future<T> answer : running) {
            answers.add(answer.get(20, TimeUnit.SECONDS));
        }
        return answers;
    }

    /** A session of the time before the move. */
    private StoredSession begun() {
        return saved(from.create(session(), NOW));
    }

    private static StoredSession session() {
        PackedAttributes attributes = PackedAttributes.of(Map.of("name", bytes("value")));
        return new StoredSession(
                newKey(), attributes, NOW, NOW, EXPIRY, NOW.plus(Duration.ofHours(12)), "alice", null, null);
    }

    private static StoreKey newKey() {
        return StoreKey.of(SessionToken.random(), "test");
    }

    private static Changes put(String name, String value) {
        return Changes.of(Map.of(name, bytes(value)), Set.of(), NOW, EXPIRY);
    }

    private static StoredSession saved(SaveResult result) {
        assertThat(result).isInstanceOf(Saved.class);
        return ((Saved) result).session();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /** A store as a node sees it that dies after so many calls. */
    private static final class Dying extends ForwardingStore {

        private final AtomicInteger left;

        Dying(SessionStore store, AtomicInteger left) {
            super(store);
            this.left = left;
        }

        private void step() {
            if (left.getAndDecrement() <= 0) {
                throw new StoreException("dead");
            }
        }

        @Override
        public SaveResult create(StoredSession session, Instant now) {
            step();
            return super.create(session, now);
        }

        @Override
        public Optional<StoredSession> find(StoreKey key, Instant now) {
            step();
            return super.find(key, now);
        }

        @Override
        public SaveResult save(StoredSession found, Changes changes, Instant now) {
            step();
            return super.save(found, changes, now);
        }

        @Override
        public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
            step();
            return super.renew(found, next, changes, now);
        }

        @Override
        public void delete(StoreKey key, Instant now) {
            step();
            super.delete(key, now);
        }
    }
}
