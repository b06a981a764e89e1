package dev.sojourn.testkit.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Requests of one browser at the same time. */
interface ParallelRequestsExam extends DoorUnderExam {

    @Test
    default void aRequestHeldOpenAcrossARenewalSendsNoCookie() throws Exception {
        try (Exam exam = open(Kind.STORED);
                Parallel parallel = new Parallel()) {
            Browser browser = exam.browser();
            browser.post("/set", "k=a&v=1");
            ReferenceApplication.Hold hold = exam.application.hold("x");
            Future<RawResponse> held = heldOpen(browser.copy(), hold, parallel);

            browser.post("/renew", "");
            hold.release();

            assertThat(held.get().all("Set-Cookie")).isEmpty();
            assertThat(browser.get("/get?k=a").text()).isEqualTo("1");
        }
    }

    @Test
    default void aRequestHeldOpenAcrossALogoutRevivesNothing() throws Exception {
        try (Exam exam = open(Kind.STORED);
                Parallel parallel = new Parallel()) {
            Browser browser = exam.browser();
            browser.post("/login", "user=alice");
            ReferenceApplication.Hold hold = exam.application.hold("x");
            Future<RawResponse> held = heldOpen(browser.copy(), hold, parallel);

            Browser stolen = browser.copy();
            RawResponse loggedOut = browser.post("/logout", "");
            hold.release();

            assertThat(loggedOut.header("Set-Cookie"))
                    .startsWith(Exam.COOKIE + "=;")
                    .contains("Max-Age=0");
            assertThat(held.get().all("Set-Cookie")).isEmpty();
            assertThat(stolen.get("/who").text()).isEqualTo("nobody");
            assertThat(stolen.get("/get?k=a").text()).isEqualTo("-");
        }
    }

    @Test
    default void fiftyParallelRequestsThatWriteFiftyAttributesAllWin() throws Exception {
        try (Exam exam = open(Kind.STORED);
                Parallel parallel = new Parallel()) {
            Browser browser = exam.browser();
            browser.post("/set", "k=first&v=0");
            List<Future<RawResponse>> writes = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String form = "k=key" + i + "&v=" + i;
                writes.add(parallel.begin(() -> browser.post("/set", form)));
            }
            for (Future<RawResponse> write : writes) {
                assertThat(write.get().status()).isEqualTo(303);
            }
            assertThat(browser.get("/names").text().split(",")).hasSize(51);
        }
    }

    /** A request that has read its session and waits in its handler, about to write. */
    private static Future<RawResponse> heldOpen(Browser browser, ReferenceApplication.Hold hold, Parallel parallel) {
        Future<RawResponse> held = parallel.begin(() -> browser.get("/slow?hold=x&k=a&v=late"));
        hold.awaitArrival();
        return held;
    }
}
