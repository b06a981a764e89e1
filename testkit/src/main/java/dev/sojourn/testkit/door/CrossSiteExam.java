package dev.sojourn.testkit.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.event.EventType;
import dev.sojourn.web.Sojourn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page of another site cannot make a browser do: by where a request comes from, by token, by method. */
interface CrossSiteExam extends DoorUnderExam {

    @Test
    default void aFormFromAForeignPageNeverReachesItsHandler() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            Browser browser = exam.browser();
            browser.post("/login", "user=alice");
            int hits = exam.application.hits();
            int calls = exam.store.calls();
            RawRequest form = RawRequest.post("/set", "k=a&v=evil");

            RawResponse byFetchMetadata = browser.send(form.with("Sec-Fetch-Site", "cross-site"));
            RawResponse bySibling =
                    browser.send(form.with("Sec-Fetch-Site", "same-site").with("Origin", "https://evil.example"));
            RawResponse byOrigin = browser.send(form.without("Sec-Fetch-Site").with("Origin", "https://evil.example"));
            RawResponse byNothing = browser.send(form.without("Sec-Fetch-Site").without("Origin"));

            for (RawResponse response : List.of(byFetchMetadata, bySibling, byOrigin, byNothing)) {
                assertThat(response.status()).isEqualTo(403);
                assertThat(response.all("Set-Cookie")).isEmpty();
                assertThat(response.header("Vary")).contains("Sec-Fetch-Site");
                assertThat(response.all("Strict-Transport-Security")).hasSize(1);
            }
            assertThat(exam.application.hits()).isEqualTo(hits);
            assertThat(exam.store.calls()).isEqualTo(calls);
            assertThat(exam.told(EventType.MALICIOUS_CSRF)).isEqualTo(4);
        }
    }

    @Test
    default void aTrustedOriginMaySendForms() throws Exception {
        try (Exam exam = open(Kind.STORED, rules -> rules.trustedOrigins("https://pay.example"))) {
            RawRequest form = RawRequest.post("/set", "k=a&v=1").with("Sec-Fetch-Site", "cross-site");
            assertThat(exam.send(form.with("Origin", "https://pay.example")).status())
                    .isEqualTo(303);
            assertThat(exam.send(form.with("Origin", "https://pay.example.evil.example"))
                            .status())
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    default void whereATokenIsRequiredFormsCarryItInAFieldAndScriptsInAHeader(Kind kind) throws Exception {
        try (Exam exam = open(kind, Sojourn.Builder::requireToken)) {
            Browser browser = exam.browser();
            String token = browser.get("/form").text();
            String other = exam.browser().get("/form").text();

            assertThat(browser.post("/set", "k=a&v=1").status()).isEqualTo(403);
            assertThat(browser.post("/set?_csrf=" + token, "k=a&v=1").status()).isEqualTo(403);
            assertThat(browser.post("/set", "k=a&v=1&_csrf=" + other).status()).isEqualTo(403);
            assertThat(browser.get("/get?k=a").text()).isEqualTo("-");

            assertThat(browser.post("/set", "k=a&v=form&_csrf=" + token).status())
                    .isEqualTo(303);
            assertThat(browser.get("/get?k=a").text()).isEqualTo("form");
            assertThat(browser.send(RawRequest.post("/set", "k=a&v=script").with("X-CSRF-Token", token))
                            .status())
                    .isEqualTo(303);
            assertThat(browser.get("/get?k=a").text()).isEqualTo("script");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    default void aRequestRefusedForItsTokenDoesNotKeepTheSessionAlive(Kind kind) throws Exception {
        try (Exam exam = open(kind, Sojourn.Builder::requireToken)) {
            Browser browser = exam.browser();
            String token = browser.get("/form").text();
            String other = exam.browser().get("/form").text();
            exam.clock.advance(Exam.IDLE.dividedBy(2));

            RawResponse refused = browser.post("/set", "k=a&v=1&_csrf=" + other);

            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.all("Set-Cookie")).isEmpty();
            assertThat(exam.told(EventType.MALICIOUS_CSRF)).isEqualTo(1);
            exam.clock.advance(Exam.IDLE.multipliedBy(3).dividedBy(4));
            assertThat(browser.post("/set", "k=a&v=1&_csrf=" + token).status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"&x=%zz", "&x=%", "&%4=x"})
    default void aFormThatIsNotEncodedRightlyIsRefusedBesideAValidToken(String malformed) throws Exception {
        try (Exam exam = open(Kind.STORED, Sojourn.Builder::requireToken)) {
            Browser browser = exam.browser();
            String token = browser.get("/form").text();
            int before = exam.store.calls();
            int hits = exam.application.hits();

            assertThat(browser.post("/set", "_csrf=" + token + malformed).status())
                    .isEqualTo(400);
            assertThat(browser.post("/set", "_csrf=" + token + "&a".repeat(1_000))
                            .status())
                    .isEqualTo(400);
            assertThat(exam.store.calls()).isEqualTo(before);
            assertThat(exam.application.hits()).isEqualTo(hits);
        }
    }

    @Test
    default void anExemptedPathMayBeCalledFromElsewhere() throws Exception {
        try (Exam exam = open(Kind.STORED, rules -> rules.exempt("POST", "/set"))) {
            RawRequest hook = RawRequest.post("/set", "k=a&v=1").with("Sec-Fetch-Site", "cross-site");
            assertThat(exam.send(hook).status()).isEqualTo(303);
            assertThat(exam.send(new RawRequest("POST", "/set/", hook.headers(), hook.body()))
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    default void traceIsRefused() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            assertThat(exam.send(RawRequest.get("/public").method("TRACE")).status())
                    .isEqualTo(405);
            assertThat(exam.application.hits()).isZero();
        }
    }
}
