package dev.sojourn.testkit.store;

import static dev.sojourn.testkit.store.Records.bytes;
import static dev.sojourn.testkit.store.Records.put;
import static dev.sojourn.testkit.store.Records.remove;
import static dev.sojourn.testkit.store.Records.replace;
import static dev.sojourn.testkit.store.Records.session;
import static dev.sojourn.testkit.store.Records.take;
import static dev.sojourn.testkit.store.Records.touch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The steps of several requests in every order in which they can fall between one another, each answer compared with the
 * plainest store there is.
 */
interface InterleavingExam extends StoreUnderExam {

    @Test
    default void aSlowWriterAgainstALogoutAndASignInInEveryInterleaving() {
        List<Step> writer = List.of(
                new Step("writer finds", (actor, keys) -> actor.find(keys.first())),
                new Step("writer puts", (actor, keys) -> actor.save(put(start(), "written", "1"))),
                new Step("writer removes", (actor, keys) -> actor.save(remove(start(), "first"))));
        List<Step> logout = List.of(
                new Step("logout finds", (actor, keys) -> actor.find(keys.first())),
                new Step("logout deletes", (actor, keys) -> actor.delete(keys.first())));
        List<Step> signIn = List.of(
                new Step("sign-in finds", (actor, keys) -> actor.find(keys.first())),
                new Step("sign-in renews", (actor, keys) -> keys.moveOn(actor, put(start(), "user", "alice"))));
        playEveryInterleaving(List.of(writer, logout, signIn));
    }

    @Test
    default void anUpdateAgainstATakeAndATouchInEveryInterleaving() {
        List<Step> update = List.of(
                new Step("update finds", (actor, keys) -> actor.find(keys.first())),
                new Step(
                        "update counts",
                        (actor, keys) -> actor.save(replace(start(), "first", bytes("1"), bytes("2")))));
        List<Step> take = List.of(
                new Step("take finds", (actor, keys) -> actor.find(keys.first())),
                new Step("take takes", (actor, keys) -> actor.save(take(start(), "first", bytes("1")))),
                new Step("take puts it back", (actor, keys) -> actor.save(put(start(), "first", "1"))));
        List<Step> touch = List.of(
                new Step("touch finds", (actor, keys) -> actor.find(keys.first())),
                new Step("touch touches", (actor, keys) -> actor.save(touch(start().plusSeconds(300)))));
        playEveryInterleaving(List.of(update, take, touch));
    }

    @Test
    default void longRandomHistoriesOfFourRequests() {
        Random random = new Random(20_260_301);
        List<Step> moves = List.of(
                new Step("finds the first key", (actor, keys) -> actor.find(keys.first())),
                new Step("finds where it is", (actor, keys) -> actor.find(keys.latest())),
                new Step("puts a", (actor, keys) -> actor.save(put(start(), "a", "1"))),
                new Step("puts a again", (actor, keys) -> actor.save(put(start(), "a", "2"))),
                new Step("removes a", (actor, keys) -> actor.save(remove(start(), "a"))),
                new Step("replaces a", (actor, keys) -> actor.save(replace(start(), "a", bytes("1"), bytes("3")))),
                new Step("adds a", (actor, keys) -> actor.save(replace(start(), "a", null, bytes("4")))),
                new Step("touches", (actor, keys) -> actor.save(touch(start().plusSeconds(60)))),
                new Step("moves it on", (actor, keys) -> keys.moveOn(actor, put(start(), "b", "5"))));
        for (int round = 0; round < rounds(); round++) {
            List<Turn> history = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                history.add(new Turn(random.nextInt(4), moves.get(random.nextInt(moves.size()))));
            }
            play(4, history);
        }
    }

    private void playEveryInterleaving(List<List<Step>> scripts) {
        int[] done = new int[scripts.size()];
        interleave(scripts, done, new ArrayList<>());
    }

    /** Lets each script in turn take the next step, and then all the ways to go on from there. */
    private void interleave(List<List<Step>> scripts, int[] done, List<Turn> history) {
        boolean complete = true;
        for (int actor = 0; actor < scripts.size(); actor++) {
            if (done[actor] < scripts.get(actor).size()) {
                complete = false;
                history.add(new Turn(actor, scripts.get(actor).get(done[actor]++)));
                interleave(scripts, done, history);
                history.remove(history.size() - 1);
                done[actor]--;
            }
        }
        if (complete) {
            play(scripts.size(), history);
        }
    }

    private void play(int actors, List<Turn> history) {
        List<StoreKey> keys =
                Stream.generate(Records::newKey).limit(history.size() + 1).toList();
        assertThat(tell(store(), actors, new Keys(keys), history))
                .isEqualTo(tell(new ReferenceStore(), actors, new Keys(keys), history));
    }

    /** The history as it went in this store: every step with its answer, and what is there in the end. */
    private List<String> tell(SessionStore store, int actors, Keys keys, List<Turn> history) {
        StoredSession session = session(keys.first(), start(), "first", "1");
        store.create(session, start());
        List<Actor> cast = new ArrayList<>();
        for (int i = 0; i < actors; i++) {
            cast.add(new Actor(store, start()));
        }
        List<String> told = new ArrayList<>();
        for (Turn turn : history) {
            told.add(turn.actor + " " + turn.step.name + ": " + turn.step.act.apply(cast.get(turn.actor), keys));
        }
        Actor witness = new Actor(store, start());
        told.add("in the end under the first key: " + witness.find(keys.first()));
        told.add("in the end where it was last: " + witness.find(keys.latest()));
        return told;
    }

    /** Where the session is first, and where it has moved; no key is ever used twice. */
    final class Keys {

        private final List<StoreKey> keys;
        private int used;
        private StoreKey latest;

        Keys(List<StoreKey> keys) {
            this.keys = keys;
            this.latest = keys.get(0);
        }

        StoreKey first() {
            return keys.get(0);
        }

        StoreKey latest() {
            return latest;
        }

        String moveOn(Actor actor, Changes changes) {
            StoreKey next = keys.get(++used);
            String answer = actor.renew(next, changes);
            latest = answer.startsWith("saved") ? next : latest;
            return answer;
        }
    }

    /** One store call of one request. */
    record Step(String name, BiFunction<Actor, Keys, String> act) {}

    /** Which request takes which step. */
    record Turn(int actor, Step step) {}
}
