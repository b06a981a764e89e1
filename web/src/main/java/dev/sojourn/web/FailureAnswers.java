package dev.sojourn.web;

import dev.sojourn.http.Decision;
import dev.sojourn.http.Decision.Answer;
import dev.sojourn.http.Header;
import dev.sojourn.login.LogoutNeedsPostException;
import dev.sojourn.login.password.PasswordHasherBusyException;
import dev.sojourn.login.password.PasswordRefusedException;
import dev.sojourn.session.DestroyPendingException;
import dev.sojourn.session.SessionTooLargeException;
import dev.sojourn.session.TooManySessionsException;
import dev.sojourn.session.store.StoreException;
import java.util.List;
import java.util.Optional;

/** Which answer an exception deserves. */
final class FailureAnswers {

    /** Deeper than frameworks wrap; keeps a chain that bites its own tail from being walked forever. */
    private static final int MAX_DEPTH = 16;

    private static final Header NO_STORE = new Header("Cache-Control", "no-store");

    private FailureAnswers() {}

    /** Looks through what frameworks wrap around an exception; empty where none in the chain is ours. */
    static Optional<Answer> of(Throwable failure) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
            Optional<Answer> answer = ofOne(at);
            if (answer.isPresent()) {
                return answer;
            }
            at = at.getCause();
        }
        return Optional.empty();
    }

    private static Optional<Answer> ofOne(Throwable failure) {
        if (failure instanceof DestroyPendingException) {
            return Optional.of(unavailable(
                    "You are signed out in this browser. The server will end your session as soon as it can reach it.",
                    "5"));
        }
        if (failure instanceof StoreException) {
            return Optional.of(unavailable("Sessions cannot be reached just now.", "5"));
        }
        if (failure instanceof PasswordHasherBusyException) {
            return Optional.of(unavailable("Too many people are signing in just now.", "2"));
        }
        if (failure instanceof PasswordRefusedException refused) {
            return Optional.of((Answer) Decision.refuse(400, refused.getMessage(), NO_STORE));
        }
        if (failure instanceof FormRefusedException refused) {
            return Optional.of((Answer) Decision.refuse(400, String.valueOf(refused.getMessage()), NO_STORE));
        }
        if (failure instanceof LogoutNeedsPostException logout && logout.answer() instanceof Answer answer) {
            return Optional.of(answer);
        }
        if (failure instanceof TooManySessionsException) {
            return Optional.of((Answer) Decision.refuse(
                    409, "You are signed in in as many places as allowed. Sign out in one of them first.", NO_STORE));
        }
        if (failure instanceof SessionTooLargeException) {
            return Optional.of((Answer) Decision.refuse(500, "The session cannot be stored.", NO_STORE));
        }
        return Optional.empty();
    }

    private static Answer unavailable(String message, String seconds) {
        return (Answer) Decision.refuse(503, message, new Header("Retry-After", seconds), NO_STORE);
    }

    /** The answer where the commit failed: no body, for the handler's may have been half-way out. */
    static Answer toCommit(RuntimeException failure) {
        return failure instanceof StoreException
                ? new Answer(503, List.of(new Header("Retry-After", "5"), NO_STORE), "")
                : new Answer(500, List.of(NO_STORE), "");
    }
}
