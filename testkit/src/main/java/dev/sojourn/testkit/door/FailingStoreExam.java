package dev.sojourn.testkit.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A store that fails costs a request its answer, and nobody their session. */
interface FailingStoreExam extends DoorUnderExam {

    @Test
    default void aStoreThatCannotBeReadGives503AndTouchesNoCookie() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            Browser browser = exam.browser();
            browser.post("/set", "k=a&v=1");
            exam.store.fail(true, false);

            RawResponse response = browser.get("/get?k=a");

            assertUnavailable(response);
            assertThat(browser.get("/public").status()).isEqualTo(200);
            exam.store.fail(false, false);
            assertThat(browser.get("/get?k=a").text()).isEqualTo("1");
        }
    }

    @Test
    default void aStoreThatCannotBeWrittenGives503AndTouchesNoCookie() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            Browser browser = exam.browser();
            browser.post("/set", "k=a&v=1");
            exam.store.fail(false, true);

            assertUnavailable(browser.post("/set", "k=a&v=2"));
            assertUnavailable(exam.browser().post("/set", "k=a&v=2"));
            assertUnavailable(browser.get("/status?k=a&v=2&status=204"));
            assertUnavailable(browser.post("/login", "user=alice"));

            exam.store.fail(false, false);
            assertThat(browser.get("/get?k=a").text()).isEqualTo("1");
        }
    }

    @Test
    default void aStoreThatFailsUnderAGuardGives503() throws Exception {
        try (Exam exam = open(Kind.STORED, rules -> rules.protect("/account/**"))) {
            Browser browser = exam.browser();
            browser.post("/login", "user=alice");
            int before = exam.application.hits();
            exam.store.fail(true, false);

            assertUnavailable(browser.get("/account/me"));

            assertThat(exam.application.hits()).isEqualTo(before);
            exam.store.fail(false, false);
            assertThat(browser.get("/account/me").text()).isEqualTo("alice");
        }
    }

    @Test
    default void aLogoutThatTheStoreCannotHearClearsTheCookieAndSays503() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            Browser browser = exam.browser();
            browser.post("/login", "user=alice");
            exam.store.fail(true, true);

            RawResponse response = browser.post("/logout", "");

            assertThat(response.status()).isEqualTo(503);
            assertThat(response.text()).contains("will end your session");
            assertThat(response.header("Set-Cookie"))
                    .startsWith(Exam.COOKIE + "=;")
                    .contains("Max-Age=0");
            assertThat(browser.cookie(Exam.COOKIE)).isNull();
        }
    }

    private static void assertUnavailable(RawResponse response) {
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isNotEmpty();
        assertThat(response.all("Set-Cookie")).isEmpty();
        assertThat(response.all("Strict-Transport-Security")).hasSize(1);
    }
}
