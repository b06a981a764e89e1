package dev.sojourn.testkit.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.web.Sojourn;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a request comes: over HTTPS, over plain HTTP, or from this machine during development. */
interface HttpsExam extends DoorUnderExam {

    @Test
    default void plainHttpGets426WithTheWaysOutUntilTheOriginIsKnown() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            RawResponse response = exam.send(RawRequest.get("/public").with("X-Forwarded-Proto", "http"));
            assertThat(response.status()).isEqualTo(426);
            assertThat(response.text()).contains("origins(", "trustedProxies(", "developmentOverHttp()");
            assertThat(response.all("Strict-Transport-Security")).isEmpty();
            assertThat(exam.application.hits()).isZero();
        }
    }

    @Test
    default void plainHttpIsRedirectedToTheKnownOriginAndFormsAreRefused() throws Exception {
        try (Exam exam = open(Kind.STORED, rules -> rules.origins("https://" + RawRequest.HOST))) {
            RawRequest page = RawRequest.get("/get?k=a").with("X-Forwarded-Proto", "http");
            RawResponse redirect = exam.send(page);
            assertThat(redirect.status()).isEqualTo(308);
            assertThat(redirect.header("Location")).isEqualTo("https://" + RawRequest.HOST + "/get?k=a");
            assertThat(redirect.all("Strict-Transport-Security")).isEmpty();

            RawRequest form = RawRequest.post("/set", "k=a&v=1").with("X-Forwarded-Proto", "http");
            assertThat(exam.send(form).status()).isEqualTo(403);
            assertThat(exam.send(RawRequest.get("/public").with("Host", "evil.example"))
                            .status())
                    .isEqualTo(421);
            assertThat(exam.application.hits()).isZero();
        }
    }

    @Test
    default void developmentOverHttpServesThisMachineUnderAnotherCookie() throws Exception {
        try (Exam exam = open(Kind.STORED, Sojourn.Builder::developmentOverHttp)) {
            RawRequest form = new RawRequest("POST", "/set", List.of(), new byte[0])
                    .with("Host", "localhost")
                    .with("Origin", "http://localhost")
                    .body("k=a&v=1");
            RawResponse stored = exam.send(form);
            assertThat(stored.status()).isEqualTo(303);
            assertThat(stored.header("Set-Cookie")).startsWith("sid=").doesNotContain("Secure");

            RawRequest read = RawRequest.get("/get?k=a").with("Cookie", "sid=" + stored.setCookie("sid"));
            assertThat(exam.send(read.without("X-Forwarded-Proto").with("Host", "localhost"))
                            .text())
                    .isEqualTo("1");
            assertThat(exam.send(read).text()).isEqualTo("-");
        }
    }

    @Test
    default void everyHttpsResponseAsksForStrictTransport() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            for (String target : List.of("/public", "/me", "/nowhere", "/status?k=a&v=1&status=204")) {
                assertThat(exam.browser().get(target).header("Strict-Transport-Security"))
                        .as(target)
                        .contains("max-age=31536000");
            }
        }
    }
}
