package dev.sojourn.faults;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The store is killed and restarted while browsers write. */
class KilledStoreTest {

    @ParameterizedTest
    @EnumSource(names = {"REDIS", "POSTGRES"})
    void anOutageIs503AndLosesRevivesAndSignsOutNobody(Place.Kind kind) throws Exception {
        try (Place place = kind.open();
                Node node = Node.start(place);
                Load load = Load.on(node)) {
            place.kill();
            load.awaitRefusals();
            load.signOutOne();
            place.restart();
            Duration wellAgain = load.awaitSaves(1);
            load.awaitSaves(25);
            Seen seen = load.end();
            Report.row("store killed and restarted", kind, Load.WRITERS + " browsers writing", seen.row(wellAgain));
            seen.assertAnOutageAndNothingElse(wellAgain);
        }
    }
}
