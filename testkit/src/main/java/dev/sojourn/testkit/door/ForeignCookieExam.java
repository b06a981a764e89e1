package dev.sojourn.testkit.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.event.EventType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cookies that are not ours, and places that are not cookies. */
interface ForeignCookieExam extends DoorUnderExam {

    @ParameterizedTest
    @EnumSource(Kind.class)
    default void severalDifferentSessionCookiesMakeARequestAnonymous(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser one = exam.browser();
            Browser other = exam.browser();
            one.post("/set", "k=a&v=1");
            other.post("/set", "k=a&v=2");
            String pairOne = Exam.COOKIE + "=" + one.cookie(Exam.COOKIE);
            String pairOther = Exam.COOKIE + "=" + other.cookie(Exam.COOKIE);
            int before = exam.store.calls();

            RawRequest request = RawRequest.get("/get?k=a");
            RawResponse both = exam.send(request.with("Cookie", pairOne + "; " + pairOther));
            RawResponse lines = exam.send(request.and("Cookie", pairOther).and("Cookie", pairOne));

            assertThat(both.text()).isEqualTo("-");
            assertThat(lines.text()).isEqualTo("-");
            assertThat(both.all("Set-Cookie")).isEmpty();
            assertThat(exam.store.calls()).isEqualTo(before);
            assertThat(exam.told(EventType.COOKIE_CONFLICT)).isEqualTo(2);
            assertThat(exam.send(request.with("Cookie", pairOne + "; " + pairOne))
                            .text())
                    .isEqualTo("1");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    default void aSessionOutsideItsCookieIsIgnored(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();
            browser.post("/login", "user=alice");
            String value = browser.cookie(Exam.COOKIE);

            assertThat(exam.browser()
                            .get("/who?" + Exam.COOKIE + "=" + value + "&jsessionid=" + value)
                            .text())
                    .isEqualTo("nobody");
            RawResponse inPath = exam.browser().get("/who;jsessionid=" + value + ";" + Exam.COOKIE + "=" + value);
            assertThat(inPath.text()).isNotEqualTo("alice");
            assertThat(exam.send(RawRequest.get("/who").with("Authorization", "Bearer " + value))
                            .text())
                    .isEqualTo("nobody");
            assertThat(exam.send(RawRequest.get("/who").with("Cookie", "sid=" + value))
                            .text())
                    .isEqualTo("nobody");
            assertThat(exam.send(RawRequest.get("/who").with("Cookie", "JSESSIONID=" + value))
                            .text())
                    .isEqualTo("nobody");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    default void aValueThatTheServerNeverIssuedIsNotAdopted(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();
            browser.cookie(Exam.COOKIE, "A".repeat(43));

            browser.post("/set", "k=a&v=1");

            assertThat(browser.cookie(Exam.COOKIE)).isNotEqualTo("A".repeat(43));
            assertThat(exam.send(RawRequest.get("/get?k=a").with("Cookie", Exam.COOKIE + "=" + "A".repeat(43)))
                            .text())
                    .isEqualTo("-");
        }
    }
}
