package dev.sojourn.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.http.Decision;
import dev.sojourn.session.store.StoreException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailureAnswersTest {

    @Test
    void aFailedStoreIs503HoweverDeepFrameworksWrapIt() {
        Throwable wrapped = new IllegalStateException(new RuntimeException(new StoreException("down")));
        Optional<Decision.Answer> answer = FailureAnswers.of(wrapped);
        assertThat(answer).get().extracting(Decision.Answer::status).isEqualTo(503);
        assertThat(answer.orElseThrow().headers()).extracting("name").contains("Retry-After");
        assertThat(answer.orElseThrow().body()).doesNotContain("down");
    }

    @Test
    void whatIsNotOursHasNoAnswer() {
        assertThat(FailureAnswers.of(new IllegalArgumentException("x"))).isEmpty();
    }

    @Test
    void aChainOfCausesThatBitesItsOwnTailIsNotWalkedForever() {
        RuntimeException one = new RuntimeException("one");
        RuntimeException two = new RuntimeException("two", one);
        one.initCause(two);
        assertThat(FailureAnswers.of(two)).isEmpty();
    }
}
