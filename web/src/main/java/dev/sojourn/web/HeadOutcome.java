package dev.sojourn.web;

import dev.sojourn.http.Decision;
import dev.sojourn.http.Header;
import java.util.List;

/** What a door has to do with the head of a response just before it leaves. Immutable. */
public sealed interface HeadOutcome {

    /**
     * Let it go, with these fields.
     *
     * @param replace fields that take the place of any of the same name
     * @param add fields that stand beside those of the same name: the session cookie
     */
    record Send(List<Header> replace, List<Header> add) implements HeadOutcome {
        /** Copies the lists. */
        public Send {
            replace = List.copyOf(replace);
            add = List.copyOf(add);
        }
    }

    /**
     * Send this instead, without any other field or body, and then throw {@code cause} so that a running handler sees it.
     *
     * @param answer the whole answer, all fields included; its body is empty
     * @param cause why the session could not be written
     */
    record Fail(Decision.Answer answer, RuntimeException cause) implements HeadOutcome {}
}
