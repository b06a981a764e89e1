package dev.sojourn.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.faults.Browser.Answer;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The store is killed and restarted while browsers write. */
class KilledStoreTest {

    private static final int BROWSERS = 8;
    private static final int SAVES_BEFORE = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @EnumSource(names = {"REDIS", "POSTGRES"})
    void anOutageIs503AndLosesRevivesAndSignsOutNobody(Place.Kind kind) throws Exception {
        try (Place place = kind.open();
                Node node = Node.start(place);
                Crowd crowd = new Crowd()) {
            Browser ended = new Browser(client);
            ended.post(node, "/login?ended");
            String stolen = ended.cookie();
            assertThat(ended.post(node, "/logout").done()).isTrue();
            AtomicInteger acknowledged = new AtomicInteger();
            AtomicBoolean over = new AtomicBoolean();
            List<Writer> writers = new ArrayList<>();
            List<Future<Writer>> running = new ArrayList<>();
            for (int i = 0; i < BROWSERS; i++) {
                Writer writer = new Writer(new Browser(client));
                writer.browser.post(node, "/login?user" + i);
                writer.cookie = writer.browser.cookie();
                writers.add(writer);
                running.add(crowd.begin(writer.until(node, over, acknowledged)));
            }
            awaitMore(acknowledged, SAVES_BEFORE);

            place.kill();
            Browser visitor = new Browser(client);
            assertThat(visitor.get(node, "/public").body()).isEqualTo("public");
            awaitRefused(writers);
            place.restart();
            long restarted = System.nanoTime();
            awaitMore(acknowledged, BROWSERS);
            long wellAgain = Duration.ofNanos(System.nanoTime() - restarted).toMillis();
            awaitMore(acknowledged, SAVES_BEFORE);
            over.set(true);
            for (Future<Writer> writer : running) {
                writer.get();
            }

            int lost = 0;
            int refused = 0;
            int signedOut = 0;
            for (int i = 0; i < BROWSERS; i++) {
                Writer writer = writers.get(i);
                lost += writer.missing(node);
                refused += writer.refused.get();
                boolean stillIn = writer.browser.get(node, "/me").body().equals("user" + i)
                        && String.valueOf(writer.cookie).equals(writer.browser.cookie());
                signedOut += stillIn ? 0 : 1;
            }
            boolean revived =
                    !Browser.holding(client, stolen).get(node, "/me").body().equals("nobody");
            Report.row(
                    "store killed and restarted",
                    kind,
                    BROWSERS + " browsers writing",
                    acknowledged + " acknowledged, " + lost + " lost, " + refused + " answered 503, " + signedOut
                            + " signed out, " + (revived ? 1 : 0) + " revived; well again after " + wellAgain + " ms");
            assertThat(lost).isZero();
            assertThat(refused).isPositive();
            assertThat(signedOut).isZero();
            assertThat(revived).isFalse();
            assertThat(writers).allMatch(writer -> writer.unexpected == 0);
        }
    }

    private static void awaitMore(AtomicInteger counter, int more) {
        int goal = counter.get() + more;
        long begin = System.nanoTime();
        while (counter.get() < goal) {
            assertThat(System.nanoTime() - begin).as("waited").isLessThan(PATIENCE.toNanos());
            Thread.onSpinWait();
        }
    }

    private static void awaitRefused(List<Writer> writers) {
        long begin = System.nanoTime();
        while (writers.stream().anyMatch(writer -> writer.refused.get() == 0)) {
            assertThat(System.nanoTime() - begin).as("waited").isLessThan(PATIENCE.toNanos());
            Thread.onSpinWait();
        }
    }

    /** One browser that writes one attribute after the other, whatever it is answered. */
    private static final class Writer {

        private final Browser browser;
        private final List<String> saved = new ArrayList<>();
        private final AtomicInteger refused = new AtomicInteger();
        private int unexpected;
        private String cookie = "";

        Writer(Browser browser) {
            this.browser = browser;
        }

        Callable<Writer> until(Node node, AtomicBoolean over, AtomicInteger acknowledged) {
            return () -> {
                for (int i = 0; !over.get(); i++) {
                    String name = "a" + i % 100;
                    Answer answer = browser.post(node, "/put?" + name + "=" + i);
                    if (answer.done()) {
                        saved.add(name + "=" + i);
                        acknowledged.incrementAndGet();
                    } else if (answer.status() == 503) {
                        refused.incrementAndGet();
                    } else {
                        unexpected++;
                    }
                }
                return this;
            };
        }

        /** Acknowledged writes that are neither there nor followed by a later write to the same attribute. */
        int missing(Node node) {
            int missing = 0;
            for (int i = Math.max(0, saved.size() - 100); i < saved.size(); i++) {
                String[] pair = saved.get(i).split("=", 2);
                String now = browser.get(node, "/get?" + pair[0]).body();
                boolean there = now.matches("\\d+") && Integer.parseInt(now) >= Integer.parseInt(pair[1]);
                missing += there ? 0 : 1;
            }
            return missing;
        }
    }
}
