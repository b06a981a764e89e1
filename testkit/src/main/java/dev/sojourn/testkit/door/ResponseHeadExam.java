package dev.sojourn.testkit.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The head of a response takes the cookie along, whatever body comes behind it; once it has left, nothing changes any more. */
interface ResponseHeadExam extends DoorUnderExam {

    @ParameterizedTest
    @EnumSource(Kind.class)
    default void responsesWithoutABodyCarryTheCookieToo(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            for (int status : new int[] {204, 304, 404}) {
                Browser browser = exam.browser();
                RawResponse response = browser.get("/status?k=a&v=1&status=" + status);
                assertThat(response.status()).isEqualTo(status);
                assertThat(response.all("Set-Cookie")).hasSize(1);
                assertThat(response.body()).isEmpty();
                assertThat(browser.get("/get?k=a").text()).isEqualTo("1");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    default void aHeadRequestCarriesTheCookieAndNoBody(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();
            RawResponse response = browser.send(RawRequest.get("/big?text=1").method("HEAD"));
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isEmpty();
            assertThat(response.all("Set-Cookie")).hasSize(1);
            assertThat(browser.get("/get?k=big").text()).isEqualTo("seen");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    default void aBigBodyArrivesWholeBehindItsCookie(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            RawResponse octets = exam.browser().get("/big");
            RawResponse text = exam.browser().get("/big?text=1");

            assertThat(octets.body()).isEqualTo(ReferenceApplication.pattern(ReferenceApplication.BIG));
            assertThat(text.text().equals(ReferenceApplication.BIG_TEXT)).isTrue();
            assertThat(octets.all("Set-Cookie")).hasSize(1);
            assertThat(text.all("Set-Cookie")).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    default void aChangeAfterTheHeadHasLeftIsAClearErrorAndChangesNothing(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();
            browser.post("/set", "k=a&v=1");

            getIgnoringBrokenEnd(browser, "/late-change?k=a&v=2");

            assertThat(exam.application.awaitThrown())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("head of the response has left");
            assertThat(browser.get("/get?k=a").text()).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    default void aFirstUseAfterTheHeadHasLeftIsAClearError(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            getIgnoringBrokenEnd(exam.browser(), "/late?k=a&v=2");

            assertThat(exam.application.awaitThrown())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("head of the response has left");
            assertThat(exam.store.calls()).isZero();
        }
    }

    /** A handler that fails half-way through its body may cost the connection; that is the server's affair. */
    private static void getIgnoringBrokenEnd(Browser browser, String target) {
        try {
            assertThat(browser.get(target).status()).isEqualTo(200);
        } catch (IOException brokenOff) {
            assertThat(brokenOff).isNotNull();
        }
    }
}
