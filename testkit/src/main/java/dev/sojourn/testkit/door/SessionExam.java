package dev.sojourn.testkit.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a session keeps from one request of a browser to the next, and when it costs a cookie or a call of the store. */
interface SessionExam extends DoorUnderExam {

    @ParameterizedTest
    @EnumSource(Kind.class)
    default void aVisitorWhoStoresNothingGetsNoCookieAndCostsNoStoreCall(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            RawResponse untouched = exam.browser().get("/public");
            RawResponse looked = exam.browser().get("/get?k=a");

            assertThat(untouched.status()).isEqualTo(200);
            assertThat(untouched.text()).isEqualTo("public");
            assertThat(looked.text()).isEqualTo("-");
            assertThat(untouched.all("Set-Cookie")).isEmpty();
            assertThat(looked.all("Set-Cookie")).isEmpty();
            assertThat(exam.store.calls()).isZero();
        }
    }

    @Test
    default void aRequestThatNeverAsksForItsSessionCostsNoStoreCall() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            Browser browser = exam.browser();
            browser.post("/set", "k=a&v=1");
            int before = exam.store.calls();

            assertThat(browser.get("/public").text()).isEqualTo("public");
            assertThat(exam.store.calls()).isEqualTo(before);

            assertThat(browser.get("/get?k=a").text()).isEqualTo("1");
            assertThat(exam.store.calls()).isEqualTo(before + 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    default void whatOneRequestStoresTheNextOneReads(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();

            RawResponse stored = browser.post("/set", "k=name&v=Ada");

            assertThat(stored.status()).isEqualTo(303);
            assertThat(stored.header("Set-Cookie"))
                    .startsWith(Exam.COOKIE + "=")
                    .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax")
                    .doesNotContain("Domain", "Max-Age", "Expires");
            assertThat(browser.get(stored.header("Location")).text()).isEqualTo("Ada");
        }
    }

    @Test
    default void theCookieIsSentOnlyWhenTheTokenChanges() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            Browser browser = exam.browser();
            assertThat(browser.post("/set", "k=a&v=1").all("Set-Cookie")).hasSize(1);
            assertThat(browser.post("/set", "k=a&v=2").all("Set-Cookie")).isEmpty();
            assertThat(browser.get("/get?k=a").all("Set-Cookie")).isEmpty();
            exam.clock.advance(Duration.ofMinutes(10));
            assertThat(browser.get("/get?k=a").all("Set-Cookie")).isEmpty();
            String before = browser.cookie(Exam.COOKIE);

            assertThat(browser.post("/renew", "").all("Set-Cookie")).hasSize(1);
            assertThat(browser.cookie(Exam.COOKIE)).isNotEqualTo(before);
            assertThat(browser.get("/get?k=a").text()).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    default void whatAHandlerStoredBeforeItFailedIsKept(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();

            RawResponse failed = browser.post("/fail", "k=a&v=kept");

            assertThat(failed.status()).isEqualTo(500);
            assertThat(failed.all("Strict-Transport-Security")).hasSize(1);
            assertThat(browser.get("/get?k=a").text()).isEqualTo("kept");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    default void aValueChangedInPlaceIsKept(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();
            browser.post("/add", "v=one");
            browser.post("/add", "v=two");
            assertThat(browser.get("/added").text()).isEqualTo("one,two");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    default void aSessionTooLargeGives500AndTheOldOneStaysValid(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();
            browser.post("/set", "k=a&v=1");

            RawResponse response = browser.post("/large", "v=x");

            assertThat(response.status()).isEqualTo(500);
            assertThat(response.all("Set-Cookie")).isEmpty();
            assertThat(response.body()).isEmpty();
            assertThat(browser.get("/get?k=a").text()).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    default void anIdleSessionEnds(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();
            browser.post("/set", "k=a&v=1");
            exam.clock.advance(Exam.IDLE.minusSeconds(1));
            assertThat(browser.copy().get("/get?k=a").text()).isEqualTo("1");
            exam.clock.advance(Exam.IDLE.plus(Exam.IDLE));
            assertThat(browser.get("/get?k=a").text()).isEqualTo("-");
        }
    }
}
