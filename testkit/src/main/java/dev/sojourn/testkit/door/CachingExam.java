package dev.sojourn.testkit.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What caches are told of a response. */
interface CachingExam extends DoorUnderExam {

    @ParameterizedTest
    @ValueSource(strings = {"/get?k=a", "/names", "/contains?k=a", "/who"})
    default void aResponseThatLookedAtTheSessionVariesByCookieAndIsPrivate(String target) throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            RawResponse response = exam.browser().get(target);
            assertThat(response.header("Vary")).isEqualTo("Cookie");
            assertThat(response.header("Cache-Control")).contains("private");
        }
    }

    @Test
    default void aPublicResponseThatLookedAtTheSessionIsMadePrivate() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            RawResponse response = exam.browser().get("/cached?k=a");
            assertThat(response.all("Cache-Control")).hasSize(1);
            assertThat(response.header("Cache-Control"))
                    .contains("private", "max-age=60")
                    .doesNotContain("public");
        }
    }

    @Test
    default void aResponseThatNeverLookedAtTheSessionMayBeCached() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            RawResponse response = exam.browser().get("/public");
            assertThat(response.header("Cache-Control")).isEqualTo("public, max-age=60");
            assertThat(response.header("Vary")).doesNotContain("Cookie");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    default void aResponseThatSetsTheCookieIsNotStored(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            RawResponse response = exam.browser().post("/set", "k=a&v=1");
            assertThat(response.header("Cache-Control")).isEqualTo("no-store");
            assertThat(response.header("Vary")).isEqualTo("Cookie");
        }
    }
}
