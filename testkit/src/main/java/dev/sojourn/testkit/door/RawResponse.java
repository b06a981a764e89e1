package dev.sojourn.testkit.door;

import dev.sojourn.http.Header;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One response as it stood on the wire. Immutable.
 *
 * @param status the status code
 * @param headers the field lines in order
 * @param body the body, taken out of its chunks
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
public record RawResponse(int status, List<Header> headers, byte[] body) {

    /** Copies the list. */
    public RawResponse {
        headers = List.copyOf(headers);
    }

    /** The values of a field, in order; empty where the response has none. */
    public List<String> all(String name) {
        return headers.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }

    /** The first value of a field; empty text where the response has none. */
    public String header(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? "" : values.get(0);
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return status + " " + headers + " " + body.length + " octets";
    }

    static RawResponse read(InputStream in, String method) throws IOException {
        String statusLine = line(in);
        if (!statusLine.startsWith("HTTP/1.1 ")) {
            throw new EOFException("no HTTP/1.1 response but \"" + statusLine + "\"");
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        List<Header> headers = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        RawResponse head = new RawResponse(status, headers, new byte[0]);
        if (method.equals("HEAD") || status == 204 || status == 304) {
            // Whatever follows all the same is kept, so that a test sees it.
            return new RawResponse(status, headers, in.readAllBytes());
        }
        return new RawResponse(status, headers, body(in, head));
    }

    private static byte[] body(InputStream in, RawResponse head) throws IOException {
        if (head.header("Transfer-Encoding").equalsIgnoreCase("chunked")) {
            return chunks(in);
        }
        String length = head.header("Content-Length");
        return length.isEmpty() ? in.readAllBytes() : exactly(in, Integer.parseInt(length));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = chunkLength(in); length > 0; length = chunkLength(in)) {
            body.writeBytes(exactly(in, length));
            line(in);
        }
        return body.toByteArray();
    }

    private static int chunkLength(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the body ends after " + bytes.length + " octets of " + length);
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = in.read();
        while (octet >= 0 && octet != '\n') {
            line.write(octet);
            octet = in.read();
        }
        if (octet < 0) {
            throw new EOFException("the connection ended within a line: \"" + line + "\"");
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** The value of the cookie this response sets under that name; null where it sets none. */
    public @Nullable String setCookie(String name) {
        for (String line : all("Set-Cookie")) {
            if (line.startsWith(name + "=")) {
                int end = line.indexOf(';');
                return line.substring(name.length() + 1, end < 0 ? line.length() : end);
            }
        }
        return null;
    }
}
