package dev.sojourn.testkit.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signing in and out. */
interface SignInExam extends DoorUnderExam {

    @ParameterizedTest
    @EnumSource(Kind.class)
    default void aPersonSignsInAndOut(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();
            browser.post("/set", "k=kept&v=cart");
            browser.post("/set", "k=planted&v=evil");
            String before = browser.cookie(Exam.COOKIE);

            RawResponse signedIn = browser.post("/login", "user=alice");

            assertThat(signedIn.all("Set-Cookie")).hasSize(1);
            assertThat(browser.cookie(Exam.COOKIE)).isNotEqualTo(before);
            assertThat(browser.get("/me").text()).isEqualTo("alice");
            assertThat(browser.get("/get?k=kept").text()).isEqualTo("cart");
            assertThat(browser.get("/get?k=planted").text()).isEqualTo("-");

            RawResponse signedOut = browser.post("/logout", "");

            assertThat(signedOut.status()).isEqualTo(303);
            assertThat(signedOut.all("Set-Cookie")).hasSize(1);
            assertThat(browser.cookie(Exam.COOKIE)).isNull();
            assertThat(browser.get("/who").text()).isEqualTo("nobody");
            assertThat(browser.post("/logout", "").status()).isEqualTo(303);
        }
    }

    @Test
    default void theCookieFromBeforeTheLoginIsWorthless() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            Browser browser = exam.browser();
            browser.post("/set", "k=kept&v=cart");
            Browser fixated = browser.copy();

            browser.post("/login", "user=alice");

            assertThat(fixated.get("/who").text()).isEqualTo("nobody");
            assertThat(fixated.get("/get?k=kept").text()).isEqualTo("-");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    default void signingOutByGetIsRefused(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();
            browser.post("/login", "user=alice");

            RawResponse response = browser.get("/logout");

            assertThat(response.status()).isEqualTo(405);
            assertThat(response.header("Allow")).isEqualTo("POST");
            assertThat(browser.get("/who").text()).isEqualTo("alice");
        }
    }

    @Test
    default void aVisitorIsSentToSignInAndAScriptGets401() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            RawResponse page = exam.send(RawRequest.get("/me?a=b").with("Sec-Fetch-Mode", "navigate"));
            assertThat(page.status()).isEqualTo(303);
            assertThat(page.header("Location")).startsWith("/login?next=").contains("me");

            RawResponse script = exam.send(RawRequest.get("/me").with("Sec-Fetch-Mode", "cors"));
            assertThat(script.status()).isEqualTo(401);
            assertThat(script.header("Vary")).contains("Cookie");
        }
    }
}
