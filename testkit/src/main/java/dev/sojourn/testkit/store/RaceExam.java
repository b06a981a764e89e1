package dev.sojourn.testkit.store;

import static dev.sojourn.testkit.store.Records.bytes;
import static dev.sojourn.testkit.store.Records.newKey;
import static dev.sojourn.testkit.store.Records.put;
import static dev.sojourn.testkit.store.Records.replace;
import static dev.sojourn.testkit.store.Records.saved;
import static dev.sojourn.testkit.store.Records.session;
import static dev.sojourn.testkit.store.Records.take;
import static dev.sojourn.testkit.store.Records.touch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SaveResult.Stale;
import dev.sojourn.session.store.SaveResult.Taken;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Requests in parallel: nothing that was acknowledged is lost, and what has ended stays ended. */
interface RaceExam extends StoreUnderExam {

    /** How many take part in the crowded races. */
    int CROWD = 50;

    /** How often an update is tried again before it counts as stuck. */
    int PATIENCE = 10_000;

    @Test
    default void fiftyWritersOfFiftyAttributesAllWin() {
        try (Race race = new Race()) {
            for (int round = 0; round < crowdedRounds(); round++) {
                StoredSession found = stored("start", "0");
                List<Callable<SaveResult>> writers = new ArrayList<>();
                for (int i = 0; i < CROWD; i++) {
                    String name = "attribute " + i;
                    writers.add(() -> store().save(found, put(start(), name, name), start()));
                }
                race.run(writers).forEach(Records::saved);
                PackedAttributes attributes = read(found.key()).attributes();
                assertThat(attributes.names()).hasSize(CROWD + 1);
            }
        }
    }

    @Test
    default void fiftyIncrementsOfOneAttributeCountFifty() {
        try (Race race = new Race()) {
            for (int round = 0; round < crowdedRounds(); round++) {
                StoredSession found = stored("count", "0");
                List<Callable<SaveResult>> writers = new ArrayList<>();
                for (int i = 0; i < CROWD; i++) {
                    writers.add(() -> increment(found));
                }
                race.run(writers);
                assertThat(read(found.key()).attributes().get("count")).isEqualTo(bytes("" + CROWD));
            }
        }
    }

    @Test
    default void ofTwoCreatesUnderOneKeyOneWins() {
        race(() -> {
            StoreKey key = newKey();
            return new Round(
                    () -> store().create(session(key, start(), "a", "1"), start()),
                    () -> store().create(session(key, start(), "b", "2"), start()),
                    (one, other) -> {
                        Saved winner = onlySaved(one, other);
                        assertThat(List.of(one, other)).contains(new Taken());
                        assertThat(read(key).attributes())
                                .isEqualTo(winner.session().attributes());
                    });
        });
    }

    @Test
    default void ofTwoRenewalsOneWins() {
        race(() -> {
            StoredSession found = stored("a", "1");
            StoreKey left = newKey();
            StoreKey right = newKey();
            return new Round(
                    () -> store().renew(found, left, touch(start()), start()),
                    () -> store().renew(found, right, touch(start()), start()),
                    (one, other) -> {
                        StoreKey winner = onlySaved(one, other).session().key();
                        assertThat(store().find(found.key(), start())).isEmpty();
                        assertThat(store().find(left, start()).isPresent()).isEqualTo(winner.equals(left));
                        assertThat(store().find(right, start()).isPresent()).isEqualTo(winner.equals(right));
                    });
        });
    }

    @Test
    default void aRenewalAgainstASaveLosesNothingThatWasAcknowledged() {
        race(() -> {
            StoredSession found = stored("a", "1");
            StoreKey next = newKey();
            return new Round(
                    () -> store().renew(found, next, touch(start()), start()),
                    () -> store().save(found, put(start(), "b", "2"), start()),
                    (renewal, save) -> {
                        onlySaved(renewal, save);
                        boolean moved = renewal instanceof Saved;
                        assertThat(moved ? save : renewal).isInstanceOf(moved ? Gone.class : Stale.class);
                        StoredSession there = read(moved ? next : found.key());
                        assertThat(there.attributes().names()).isEqualTo(moved ? Set.of("a") : Set.of("a", "b"));
                        assertThat(store().find(moved ? found.key() : next, start()))
                                .isEmpty();
                    });
        });
    }

    @Test
    default void atNoMomentOfARenewalAreBothKeysFound() {
        race(() -> {
            StoredSession found = stored("a", "1");
            StoreKey next = newKey();
            AtomicBoolean answered = new AtomicBoolean();
            return new Round(
                    () -> {
                        try {
                            return store().renew(found, next, touch(start()), start());
                        } finally {
                            answered.set(true);
                        }
                    },
                    () -> {
                        // The new key first: once it is there the old one must never be seen again.
                        while (!answered.get() && store().find(next, start()).isEmpty()) {
                            Thread.onSpinWait();
                        }
                        assertThat(store().find(found.key(), start())).isEmpty();
                        return new Gone();
                    },
                    (renewal, seen) -> saved(renewal));
        });
    }

    @Test
    default void aRenewalAgainstADeleteOfTheOldKeyLeavesAtMostTheNewOne() {
        race(() -> {
            StoredSession found = stored("a", "1");
            StoreKey next = newKey();
            return new Round(
                    () -> store().renew(found, next, touch(start()), start()),
                    () -> delete(found.key()),
                    (renewal, deleted) -> {
                        assertThat(renewal).isInstanceOfAny(Saved.class, Gone.class);
                        assertThat(store().find(found.key(), start())).isEmpty();
                        assertThat(store().find(next, start()).isPresent()).isEqualTo(renewal instanceof Saved);
                    });
        });
    }

    @Test
    default void aTouchAgainstADeleteNeverRevives() {
        race(() -> {
            StoredSession found = stored("a", "1");
            return new Round(
                    () -> store().save(found, touch(start().plusSeconds(9)), start()),
                    () -> delete(found.key()),
                    (save, deleted) -> {
                        assertThat(save).isInstanceOfAny(Saved.class, Gone.class);
                        assertThat(store().find(found.key(), start())).isEmpty();
                    });
        });
    }

    @Test
    default void aSlowWriterAgainstALogoutNeverRevives() {
        race(() -> {
            StoredSession found = stored("a", "1");
            return new Round(
                    () -> {
                        StoredSession late = store().find(found.key(), start()).orElse(found);
                        store().save(late, put(start(), "b", "2"), start());
                        return store().save(late, put(start(), "c", "3"), start());
                    },
                    () -> delete(found.key()),
                    (save, deleted) ->
                            assertThat(store().find(found.key(), start())).isEmpty());
        });
    }

    @Test
    default void oneAttributeTakenWhileAnotherIsPutBothWin() {
        race(() -> {
            StoredSession found = stored("flash", "saved!", "kept", "1");
            return new Round(
                    () -> store().save(found, take(start(), "flash", bytes("saved!")), start()),
                    () -> store().save(found, put(start(), "added", "2"), start()),
                    (taken, put) -> {
                        saved(taken);
                        saved(put);
                        assertThat(read(found.key()).attributes().names()).containsExactly("added", "kept");
                    });
        });
    }

    @Test
    default void anAttributeIsTakenOnce() {
        race(() -> {
            StoredSession found = stored("flash", "saved!");
            return new Round(
                    () -> store().save(found, take(start(), "flash", bytes("saved!")), start()),
                    () -> store().save(found, take(start(), "flash", bytes("saved!")), start()),
                    (one, other) -> {
                        onlySaved(one, other);
                        assertThat(one instanceof Stale || other instanceof Stale)
                                .isTrue();
                    });
        });
    }

    @Test
    default void twoPutsOfOneAttributeLeaveOneWholeValueAndTellTheLoss() {
        race(() -> {
            StoredSession found = stored("a", "start");
            return new Round(
                    () -> store().save(found, put(start(), "a", "left"), start()),
                    () -> store().save(found, put(start(), "a", "right"), start()),
                    (left, right) -> {
                        int told = saved(left).overwritten().size()
                                + saved(right).overwritten().size();
                        assertThat(told).isEqualTo(1);
                        String winner = saved(left).overwritten().isEmpty() ? "right" : "left";
                        assertThat(read(found.key()).attributes().get("a")).isEqualTo(bytes(winner));
                    });
        });
    }

    private void race(Supplier<Round> setUp) {
        try (Race race = new Race()) {
            for (int round = 0; round < rounds(); round++) {
                Round duel = setUp.get();
                List<SaveResult> answers = race.run(List.of(duel.left, duel.right));
                duel.outcome.accept(answers.get(0), answers.get(1));
            }
        }
    }

    private static Saved onlySaved(SaveResult one, SaveResult other) {
        assertThat(one instanceof Saved ^ other instanceof Saved)
                .as("exactly one of %s and %s is saved", one, other)
                .isTrue();
        return saved(one instanceof Saved ? one : other);
    }

    private int crowdedRounds() {
        return Math.max(1, rounds() / 10);
    }

    private SaveResult increment(StoredSession found) {
        StoredSession current = found;
        for (int attempt = 0; attempt < PATIENCE; attempt++) {
            byte[] count = current.attributes().get("count");
            assertThat(count).isNotNull();
            int next = Integer.parseInt(new String(count, StandardCharsets.UTF_8)) + 1;
            SaveResult result = store().save(current, replace(start(), "count", count, bytes("" + next)), start());
            if (!(result instanceof Stale stale)) {
                return saved(result);
            }
            current = stale.current();
        }
        throw new AssertionError("still stale after " + PATIENCE + " attempts, each with the record just answered");
    }

    private SaveResult delete(StoreKey key) {
        store().delete(key, start());
        return new Gone();
    }

    private StoredSession stored(String... namesAndValues) {
        return saved(store().create(session(newKey(), start(), namesAndValues), start()))
                .session();
    }

    private StoredSession read(StoreKey key) {
        return store().find(key, start()).orElseThrow();
    }

    /** Two calls to make at the same moment, and what must hold of their answers. */
    record Round(Callable<SaveResult> left, Callable<SaveResult> right, BiConsumer<SaveResult, SaveResult> outcome) {}
}
