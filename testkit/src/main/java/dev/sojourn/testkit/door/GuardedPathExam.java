package dev.sojourn.testkit.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules by path, and paths that try to get around them. */
interface GuardedPathExam extends DoorUnderExam {

    @Test
    default void rulesByPathKeepVisitorsFromEveryHandlerBelow() throws Exception {
        try (Exam exam = open(Kind.STORED, rules -> rules.protect("/account/**"))) {
            for (String method : List.of("GET", "HEAD", "OPTIONS", "DELETE", "PROPFIND")) {
                RawRequest request = RawRequest.post("/account/me", "").method(method);
                assertThat(exam.send(request).status()).as(method).isEqualTo(401);
            }
            assertThat(exam.application.hits()).isZero();

            Browser browser = exam.browser();
            browser.post("/login", "user=alice");
            assertThat(browser.get("/account/me").text()).isEqualTo("alice");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/account;x/me",
                "//account/me",
                "/public/../account/me",
                "/account%2fme",
                "/%2e/account/me",
                "/account/./me",
                "/public/%2e%2e/account/me",
                "/account%5cme"
            })
    default void anAmbiguousPathIsRefusedWhereRulesByPathGuard(String target) throws Exception {
        try (Exam exam = open(Kind.STORED, rules -> rules.protect("/account/**"))) {
            assertThat(exam.send(RawRequest.get(target)).status()).isEqualTo(400);
            assertThat(exam.application.hits()).isZero();
        }
    }

    @Test
    default void whatIsNotListedAsPublicIsDeniedByDefault() throws Exception {
        try (Exam exam = open(Kind.STORED, rules -> rules.denyByDefault("/public"))) {
            assertThat(exam.browser().get("/get?k=a").status()).isEqualTo(401);
            assertThat(exam.browser().get("/nowhere").status()).isEqualTo(401);
            assertThat(exam.application.hits()).isZero();
            assertThat(exam.browser().get("/public").status()).isEqualTo(200);
            assertThat(exam.store.calls()).isZero();

            Browser browser = exam.browser();
            assertThat(browser.post("/login", "user=alice").status()).isEqualTo(303);
            assertThat(browser.get("/get?k=a").text()).isEqualTo("-");
        }
    }
}
