package dev.sojourn.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

/**
 * A primary of a Redis Cluster is killed while browsers write, sign in and sign out. Its replica takes over what had reached it: of
 * the last moment before, what was acknowledged may be lost, so it is counted; of any other moment, nothing may.
 */
class KilledPrimaryTest {

    private static final int WRITERS = 24; // spread over all primaries
    private static final int LEAVERS = 4;
    private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void itsReplicaTakesOverAndOnlyTheLastMomentMayBeLost() throws Exception {
        try (ClusterPlace place = ClusterPlace.open();
                Node node = Node.start(place);
                Crowd crowd = new Crowd();
                Load load = Load.on(node, WRITERS)) {
            AtomicBoolean over = new AtomicBoolean();
            List<Future<Leaver>> leaving = new ArrayList<>();
            for (int i = 0; i < LEAVERS; i++) {
                leaving.add(crowd.begin(new Leaver(new Browser(client)).until(node, over)));
            }
            load.awaitSaves(25);

            long killed = System.nanoTime();
            place.failOver();
            long failedOver = System.nanoTime();
            load.signOutOne();
            Duration wellAgain = load.awaitSaves(1);
            load.awaitSaves(25);
            over.set(true);
            List<Leaver> leavers = new ArrayList<>();
            for (Future<Leaver> leaver : leaving) {
                leavers.add(leaver.get());
            }
            Seen seen = load.end();

            LongPredicate lastMoment = at -> at - killed > -LAST_MOMENT.toNanos() && at - failedOver < 0;
            int revived = revived(leavers, load, lastMoment);
            Report.row(
                    "a primary killed, its replica takes over",
                    "Redis Cluster",
                    WRITERS + " browsers writing, " + LEAVERS + " signing in and out",
                    seen.row(wellAgain) + "; of "
                            + leavers.stream().mapToInt(Leaver::count).sum() + " acknowledged sign-outs " + revived
                            + " undone");
            assertThat(revived(leavers, load, lastMoment.negate())).isZero();
            assertThat(load.writers().stream()
                            .mapToInt(writer -> writer.lost(node, lastMoment.negate()))
                            .sum())
                    .as("lost, though acknowledged long before the kill or after the replica took over")
                    .isZero();
            assertThat(seen.signedOut()).isZero();
            seen.assertRefusedInTime(wellAgain);
        }
    }

    private static int revived(List<Leaver> leavers, Load load, LongPredicate when) {
        return leavers.stream().mapToInt(leaver -> leaver.revived(load, when)).sum();
    }
}
