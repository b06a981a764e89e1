package dev.sojourn.testkit.door;

import dev.sojourn.web.Sojourn;
import java.util.function.UnaryOperator;

/** What every part of the exam may ask for: servers behind the door under exam; {@link DoorContract} says how one starts. */
interface DoorUnderExam {

    /** Starts a server in the way of the door under exam, see {@link DoorContract#start}. */
    RunningDoor started(Sojourn<String> sojourn, ReferenceApplication application) throws Exception;

    /** A server of the scenario's own, with the settings that most scenarios have. */
    default Exam open(Kind kind) throws Exception {
        return open(kind, UnaryOperator.identity());
    }

    /** A server of the scenario's own, with settings that the scenario adds to. */
    default Exam open(Kind kind, UnaryOperator<Sojourn.Builder<String>> rules) throws Exception {
        return new Exam(kind, rules, this);
    }
}
