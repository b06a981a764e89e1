package dev.sojourn.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sojourn.http.Decision;
import dev.sojourn.session.Channel;
import dev.sojourn.session.Session;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.StoreException;
import java.util.Optional;
import java.util.Set;
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
    void oneSessionTooManyIs409AndTellsTheUserWhatToDo() {
        SessionManager sessions =
                SessionManager.in(MemoryStore.create()).events(event -> {}).build();
        sessions.open(Requests.get("/"), Channel.SECURE).restart("alice", Set.of(), 1);
        Session second = sessions.open(Requests.get("/"), Channel.SECURE);
        Throwable refused = catchThrowable(() -> second.restart("alice", Set.of(), 1));
        Decision.Answer answer = FailureAnswers.of(refused).orElseThrow();
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body()).contains("Sign out in one of them first");
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
