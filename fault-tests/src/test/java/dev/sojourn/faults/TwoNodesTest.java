package dev.sojourn.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.faults.Browser.Answer;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes share one store and serve one browser round robin. */
class TwoNodesTest {

    private static final int ATTRIBUTES = 50;
    private static final int INCREMENTS = 200;

    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @EnumSource
    void fiftyParallelWritesOfFiftyAttributesAllArrive(Place.Kind kind) throws Exception {
        try (Place place = kind.open();
                Node one = Node.start(place);
                Node other = Node.start(place);
                Crowd crowd = new Crowd()) {
            Browser browser = new Browser(client);
            browser.post(one, "/put?first=0");
            List<Callable<Answer>> writes = new ArrayList<>();
            for (int i = 0; i < ATTRIBUTES; i++) {
                Node node = i % 2 == 0 ? one : other;
                String path = "/put?a" + i + "=" + i;
                writes.add(() -> browser.post(node, path));
            }

            assertThat(crowd.all(writes)).allMatch(Answer::done);

            int there = 0;
            for (int i = 0; i < ATTRIBUTES; i++) {
                there += browser.get(i % 2 == 0 ? other : one, "/get?a" + i)
                                .body()
                                .equals("" + i)
                        ? 1
                        : 0;
            }
            Report.row("two nodes, one browser", kind, ATTRIBUTES + " parallel writes", there + " there");
            assertThat(there).isEqualTo(ATTRIBUTES);
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoHundredParallelIncrementsAllCount(Place.Kind kind) throws Exception {
        try (Place place = kind.open();
                Node one = Node.start(place);
                Node other = Node.start(place);
                Crowd crowd = new Crowd()) {
            Browser browser = new Browser(client);
            browser.post(one, "/put?first=0");
            List<Callable<Answer>> increments = new ArrayList<>();
            for (int i = 0; i < INCREMENTS; i++) {
                Node node = i % 2 == 0 ? one : other;
                increments.add(() -> browser.post(node, "/count"));
            }

            assertThat(crowd.all(increments)).allMatch(Answer::done);

            String count = browser.get(one, "/get?count").body();
            Report.row("two nodes, one browser", kind, INCREMENTS + " parallel increments", "counted " + count);
            assertThat(count).isEqualTo("" + INCREMENTS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void clocksFortyFiveSecondsApartNeitherReviveNorSignOut(Place.Kind kind) throws Exception {
        try (Place place = kind.open();
                Node behind = Node.start(place, 0);
                Node ahead = Node.start(place, 45)) {
            for (boolean beginsAhead : List.of(true, false)) {
                Node first = beginsAhead ? ahead : behind;
                Node second = beginsAhead ? behind : ahead;
                Browser browser = new Browser(client);
                assertThat(browser.post(first, "/login?alice").done()).isTrue();
                String stolen = browser.cookie();
                assertThat(browser.get(second, "/me").body()).isEqualTo("alice");
                assertThat(browser.post(second, "/put?a=1").done()).isTrue();
                assertThat(browser.get(first, "/get?a").body()).isEqualTo("1");
                assertThat(browser.cookie()).isEqualTo(stolen);

                assertThat(browser.post(second, "/logout").done()).isTrue();

                Browser thief = Browser.holding(client, stolen);
                assertThat(thief.get(first, "/me").body()).isEqualTo("nobody");
                thief.post(first, "/put?a=2");
                assertThat(Browser.holding(client, stolen).get(second, "/me").body())
                        .isEqualTo("nobody");
            }
            Report.row(
                    "clocks 45 s apart",
                    kind,
                    "sign-in, use and sign-out across the nodes",
                    "signed in on both, ended on both");
        }
    }
}
