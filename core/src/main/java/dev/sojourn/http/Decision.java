package dev.sojourn.http;

import java.util.List;

/** What a rule says of a request: go on, or answer so instead. Immutable. */
public sealed interface Decision {

    /** Go on to the next rule, or to the handler. */
    record Proceed() implements Decision {}

    /**
     * Answer this instead of calling the handler.
     *
     * @param status the HTTP status code
     * @param headers further header fields, Content-Type included where there is a body
     * @param body the text of the body, to be sent as UTF-8; may be empty
     */
    record Answer(int status, List<Header> headers, String body) implements Decision {
        /** Copies the list. */
        public Answer {
            headers = List.copyOf(headers);
        }
    }

    /** The one answer that lets a request through. */
    @SuppressWarnings("ClassInitializationDeadlock") // nobody else makes a Proceed, so no thread starts from that end
    Decision PROCEED = new Proceed();

    /** True when the request may go on. */
    default boolean proceeds() {
        return this instanceof Proceed;
    }

    /** An answer with a short plain-text body. */
    static Decision refuse(int status, String message, Header... headers) {
        var all = new java.util.ArrayList<>(List.of(headers));
        all.add(new Header("Content-Type", "text/plain; charset=utf-8"));
        return new Answer(status, all, message + "\n");
    }

    /** A redirect with an empty body; {@code location} must already be safe to send. */
    static Decision redirect(int status, String location) {
        return new Answer(status, List.of(new Header("Location", location)), "");
    }
}
