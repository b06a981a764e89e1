package dev.sojourn.session.store;

import static dev.sojourn.session.store.MigrationPlay.Release.FROM_ALONE;
import static dev.sojourn.session.store.MigrationPlay.Release.MOVING;
import static dev.sojourn.session.store.MigrationPlay.Release.PREPARING;
import static dev.sojourn.session.store.MigrationPlay.Release.TO_ALONE;
import static dev.sojourn.session.store.MigrationPlay.Start.IN_FROM;
import static dev.sojourn.session.store.MigrationPlay.Start.IN_TO;
import static dev.sojourn.session.store.MigrationPlay.Start.MARKED;
import static dev.sojourn.session.store.MigrationPlay.Start.NOWHERE;
import static dev.sojourn.session.store.PlayedOp.Verb.COUNT;
import static dev.sojourn.session.store.PlayedOp.Verb.CREATE;
import static dev.sojourn.session.store.PlayedOp.Verb.DELETE;
import static dev.sojourn.session.store.PlayedOp.Verb.END;
import static dev.sojourn.session.store.PlayedOp.Verb.FIND;
import static dev.sojourn.session.store.PlayedOp.Verb.RENEW;
import static dev.sojourn.session.store.PlayedOp.Verb.SAVE;

import dev.sojourn.session.store.MigrationPlay.Program;
import dev.sojourn.session.store.MigrationPlay.Release;
import dev.sojourn.session.store.MigrationPlay.Start;
import dev.sojourn.session.store.PlayedOp.Verb;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * All orders in which the store calls of nodes of two neighbouring releases can follow each other; at each point of each, all
 * nodes amid their programs die and fresh ones look. Orders that come to the same point are played on from there once. {@code
 * -Dsojourn.rounds=1000} plays more programs and takes some minutes.
 */
class MigratingInterleavingsTest {

    private static final boolean LONG = Integer.getInteger("sojourn.rounds", 200) >= 1000;

    private static final List<List<Verb>> FEW = List.of(
            List.of(FIND, SAVE), List.of(FIND, COUNT), List.of(FIND, RENEW, SAVE), List.of(DELETE, FIND), List.of(END));

    private static final List<List<Verb>> MORE =
            List.of(List.of(FIND, SAVE, DELETE, FIND), List.of(END, FIND), List.of(FIND, RENEW, RENEW));

    @Test
    void nothingIsLostDoubledOrRevivedWhileSomeNodesPrepareAndOthersDoNotYet() {
        playPairs(IN_FROM, FROM_ALONE, PREPARING);
        playBeginning(FROM_ALONE, PREPARING);
    }

    @Test
    void nothingIsLostDoubledOrRevivedWhileSomeNodesMoveAndOthersPrepare() {
        playPairs(IN_FROM, PREPARING, MOVING);
        playPairs(MARKED, PREPARING, MOVING);
        playPairs(IN_TO, PREPARING, MOVING);
        playBeginning(PREPARING, MOVING);
    }

    @Test
    void nothingIsLostDoubledOrRevivedWhileAllNodesMove() {
        playPairs(IN_FROM, MOVING, MOVING);
        if (LONG) {
            playPairs(MARKED, MOVING, MOVING);
            playPairs(MARKED, PREPARING, PREPARING);
        }
    }

    @Test
    void nothingIsLostDoubledOrRevivedWhileSomeNodesHaveTheNewStoreAloneAndOthersMove() {
        playPairs(IN_TO, MOVING, TO_ALONE);
        playBeginning(MOVING, TO_ALONE);
    }

    @Test
    void nothingIsLostDoubledOrRevivedAmongThreeNodes() {
        play(IN_FROM, on(MOVING, FIND), on(PREPARING, FIND, RENEW), on(MOVING, DELETE));
        play(MARKED, on(MOVING, FIND), on(MOVING, FIND, RENEW), on(PREPARING, DELETE));
        play(MARKED, on(MOVING, FIND), on(MOVING, FIND, RENEW), on(PREPARING, FIND));
        if (LONG) {
            play(IN_FROM, on(MOVING, FIND), on(MOVING, FIND), on(MOVING, FIND, RENEW));
            play(IN_FROM, on(MOVING, FIND), on(PREPARING, FIND, SAVE), on(MOVING, FIND, RENEW));
            play(IN_FROM, on(MOVING, FIND), on(MOVING, FIND, SAVE), on(PREPARING, END));
        }
    }

    /** Every program beside every other; two that both end all have too many calls for every build. */
    private static void playPairs(Start start, Release one, Release other) {
        List<List<Verb>> programs = programs();
        for (List<Verb> first : programs) {
            int from = one == other ? programs.indexOf(first) : 0;
            for (List<Verb> second : programs.subList(from, programs.size())) {
                if (LONG || !(first.contains(END) && second.contains(END))) {
                    play(start, new Program(one, first), new Program(other, second));
                }
            }
        }
    }

    /** Every program beside one that begins the session. */
    private static void playBeginning(Release one, Release other) {
        for (List<Verb> program : programs()) {
            play(NOWHERE, on(one, CREATE, FIND, SAVE), new Program(other, program));
            play(NOWHERE, on(other, CREATE, FIND, SAVE), new Program(one, program));
        }
    }

    private static List<List<Verb>> programs() {
        return LONG ? Stream.concat(FEW.stream(), MORE.stream()).toList() : FEW;
    }

    private static Program on(Release release, Verb... verbs) {
        return new Program(release, List.of(verbs));
    }

    private static void play(Start start, Program... programs) {
        List<Program> given = List.of(programs);
        Set<String> seen = new HashSet<>();
        Set<String> concluded = new HashSet<>();
        Deque<List<Integer>> waiting = new ArrayDeque<>(List.of(List.of()));
        while (!waiting.isEmpty()) {
            List<Integer> turns = new ArrayList<>(waiting.pop());
            MigrationPlay play = played(start, given, turns);
            while (seen.add(PlayState.of(play))) {
                if (concluded.add(PlayState.truth(play))) {
                    conclude(start, given, turns);
                }
                List<Integer> next = play.whoCanGoOn();
                for (int other : next.subList(Math.min(1, next.size()), next.size())) {
                    List<Integer> longer = new ArrayList<>(turns);
                    longer.add(other);
                    waiting.push(longer);
                }
                if (!next.isEmpty()) {
                    turns.add(next.get(0));
                    judged(play, () -> play.step(next.get(0)));
                }
            }
        }
    }

    /** Lets everybody die there, twice: fresh nodes of one release find first, those of the other list first. */
    private static void conclude(Start start, List<Program> given, List<Integer> turns) {
        List<Release> order = given.stream().map(Program::release).distinct().toList();
        List<Release> reverse = new ArrayList<>(order);
        Collections.reverse(reverse);
        MigrationPlay play = played(start, given, turns);
        judged(play, () -> play.conclude(order, false));
        MigrationPlay again = played(start, given, turns);
        judged(again, () -> again.conclude(reverse, true));
    }

    private static MigrationPlay played(Start start, List<Program> programs, List<Integer> turns) {
        MigrationPlay play = new MigrationPlay(start, programs);
        judged(play, () -> turns.forEach(play::step));
        return play;
    }

    private static void judged(MigrationPlay play, Runnable part) {
        try {
            part.run();
        } catch (AssertionError | StoreException broken) {
            throw new AssertionError(broken.getMessage() + "\n" + play.schedule(), broken);
        }
    }
}
