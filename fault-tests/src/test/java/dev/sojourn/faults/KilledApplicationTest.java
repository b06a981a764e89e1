package dev.sojourn.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The application is killed in the middle of its saves. {@code -Dsojourn.kills} plays it more often. */
class KilledApplicationTest {

    private static final int KILLS = Integer.getInteger("sojourn.kills", 1);
    private static final int BROWSERS = 10;
    private static final int SAVES_EACH = 100;

    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @EnumSource
    void whatWasAcknowledgedIsThereWhenAnotherNodeTakesOver(Place.Kind kind) throws Exception {
        int acknowledged = 0;
        int lost = 0;
        int signedOut = 0;
        try (Place place = kind.open()) {
            for (int kill = 0; kill < KILLS; kill++) {
                List<Progress> all = savesUntilKilled(place);
                try (Node next = Node.start(place)) {
                    for (Progress progress : all) {
                        acknowledged += progress.saved;
                        lost += progress.missing(next);
                        signedOut += progress.signedIn(next) ? 0 : 1;
                    }
                }
            }
        }
        Report.row(
                "application killed",
                kind,
                KILLS + " kills in the middle of " + BROWSERS * SAVES_EACH + " saves",
                acknowledged + " acknowledged, " + lost + " lost, " + signedOut + " signed out");
        assertThat(acknowledged).isBetween(1, KILLS * BROWSERS * SAVES_EACH - 1);
        assertThat(lost).isZero();
        assertThat(signedOut).isZero();
    }

    private List<Progress> savesUntilKilled(Place place) throws Exception {
        AtomicInteger total = new AtomicInteger();
        try (Node node = Node.start(place);
                Crowd crowd = new Crowd()) {
            List<Callable<Progress>> work = new ArrayList<>();
            for (int i = 0; i < BROWSERS; i++) {
                Progress progress = new Progress("user" + i, new Browser(client));
                work.add(() -> progress.save(node, total));
            }
            return crowd.all(work);
        }
    }

    /** One browser's saves, of which every acknowledged one counts. */
    private static final class Progress {

        private final String user;
        private final Browser browser;
        private boolean began;
        private int saved;

        Progress(String user, Browser browser) {
            this.user = user;
            this.browser = browser;
        }

        /** Signs in and saves until it has saved enough, or the node is no more; whoever makes it half of all kills the node. */
        Progress save(Node node, AtomicInteger total) {
            began = browser.post(node, "/login?" + user).done();
            while (began
                    && saved < SAVES_EACH
                    && browser.post(node, "/put?a" + saved + "=" + saved).done()) {
                saved++;
                if (total.incrementAndGet() == BROWSERS * SAVES_EACH / 2) {
                    node.kill();
                }
            }
            return this;
        }

        /** Whether whoever was answered that they signed in still is; an unreadable record would be an absent one. */
        boolean signedIn(Node node) {
            return !began || browser.get(node, "/me").body().equals(user);
        }

        int missing(Node node) {
            int missing = 0;
            for (int i = 0; i < saved; i++) {
                missing += browser.get(node, "/get?a" + i).body().equals("" + i) ? 0 : 1;
            }
            return missing;
        }
    }
}
