package dev.sojourn.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.faults.Browser.Answer;
import dev.sojourn.servers.TcpProxy;
import dev.sojourn.servers.TcpProxy.Mode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The store lives, but the way to it is cut while browsers write. */
class CutOffStoreTest {

    private static final int TIMES = 5;
    private static final int RESETS = 20;
    private static final int CLIENTS = 200;

    /** What happens to the wire; when it returns, the wire is whole again. */
    private interface Fault {
        void play(TcpProxy wire, Load load) throws Exception;
    }

    @ParameterizedTest
    @EnumSource(names = {"REDIS", "POSTGRES"})
    void refusedConnectionsAre503AndNothingElse(Place.Kind kind) throws Exception {
        play("connections refused", kind, "cut off once", (wire, load) -> {
            wire.unplug();
            load.awaitRefusals();
            load.signOutOne();
            assertThat(load.signedIn("newcomer").cookie()).isNull();
            wire.plug();
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"REDIS", "POSTGRES"})
    void aStoreThatNeverAnswersIs503InTimeHoweverManyAsk(Place.Kind kind) throws Exception {
        play("accepts and never answers", kind, CLIENTS + " clients more ask meanwhile, all 503", (wire, load) -> {
            wire.mode(Mode.BLACK_HOLE);
            load.awaitRefusals();
            List<Answer> answers = load.all(CLIENTS);
            load.signOutOne();
            wire.mode(Mode.FORWARD);
            assertThat(answers).allMatch(Answer::refused);
            assertThat(answers).allMatch(answer -> answer.took().compareTo(Seen.LONGEST_REFUSAL) < 0);
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"REDIS", "POSTGRES"})
    void anAnswerThatBreaksOffIs503AndTheWriteIsNotSentTwice(Place.Kind kind) throws Exception {
        play("reset in the middle of an answer", kind, RESETS + " times", (wire, load) -> {
            for (int i = 0; i < RESETS; i++) {
                wire.mode(Mode.RESET_MID_ANSWER);
                load.awaitRefusal();
                if (i == RESETS / 2) {
                    load.signOutOne();
                }
                wire.mode(Mode.FORWARD);
                load.awaitSaves(1);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"REDIS", "POSTGRES"})
    void aStoreThatComesAndGoesIsUsedWheneverItIsThere(Place.Kind kind) throws Exception {
        play("comes and goes", kind, "cut off " + TIMES + " times", (wire, load) -> {
            for (int i = 0; i < TIMES; i++) {
                wire.unplug();
                load.awaitRefusals();
                if (i == TIMES / 2) {
                    load.signOutOne();
                }
                wire.plug();
                if (i < TIMES - 1) {
                    load.awaitSaves(1);
                }
            }
        });
    }

    private static void play(String fault, Place.Kind kind, String played, Fault happens) throws Exception {
        try (WiredPlace place = WiredPlace.to(kind.open());
                Node node = Node.start(place);
                Load load = Load.on(node)) {
            happens.play(place.wire(), load);
            Duration wellAgain = load.awaitSaves(1);
            load.awaitSaves(25);
            Seen seen = load.end();
            Report.row(fault, kind, Load.WRITERS + " browsers writing, " + played, seen.row(wellAgain));
            seen.assertAnOutageAndNothingElse(wellAgain);
        }
    }
}
