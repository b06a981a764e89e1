package dev.sojourn.testkit.door;

import dev.sojourn.http.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the reference application answers, to be sent in the way natural to the server.
 *
 * @param status the status code
 * @param headers the header fields to set
 * @param body the body; to be written as text where the server tells text from octets and {@code text} is true
 * @param text true where the body is UTF-8 text
 * @param afterHead to be run after head and body were flushed to the client; null where there is nothing to do. What it throws
 *     is not to be caught
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
public record Reply(
        int status,
        List<Header> headers,
        byte[] body,
        boolean text,
        @Nullable Runnable afterHead) {

    /** Copies the list. */
    public Reply {
        headers = List.copyOf(headers);
    }

    static Reply text(String body) {
        return new Reply(
                200,
                List.of(new Header("Content-Type", "text/plain; charset=utf-8")),
                body.getBytes(StandardCharsets.UTF_8),
                true,
                null);
    }

    static Reply octets(byte[] body) {
        return new Reply(200, List.of(new Header("Content-Type", "application/octet-stream")), body, false, null);
    }

    static Reply empty(int status) {
        return new Reply(status, List.of(), new byte[0], false, null);
    }

    static Reply seeOther(String location) {
        return new Reply(303, List.of(new Header("Location", location)), new byte[0], false, null);
    }

    Reply with(String name, String value) {
        return new Reply(status, List.of(new Header(name, value)), body, text, afterHead);
    }

    Reply then(Runnable work) {
        return new Reply(status, headers, body, text, work);
    }
}
