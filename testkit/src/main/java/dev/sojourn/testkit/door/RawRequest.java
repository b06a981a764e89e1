package dev.sojourn.testkit.door;

import dev.sojourn.http.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One HTTP/1.1 request exactly as it will stand on the wire: no client library in between that would tidy it up. Immutable.
 *
 * @param method the method token
 * @param target the request target, sent as it is
 * @param headers the field lines in order
 * @param body the body; its length is announced where it is not empty
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
public record RawRequest(String method, String target, List<Header> headers, byte[] body) {

    /** The host that {@link #get} and {@link #post} name. */
    public static final String HOST = "shop.example";

    private static final int PATIENCE_MILLISECONDS = 30_000;

    /** Copies the list. */
    public RawRequest {
        headers = List.copyOf(headers);
    }

    /** A GET that came over HTTPS through a proxy that says so. */
    public static RawRequest get(String target) {
        return new RawRequest("GET", target, List.of(), new byte[0])
                .with("Host", HOST)
                .with("X-Forwarded-Proto", "https");
    }

    /** A form sent from a page of the same origin, over HTTPS through a proxy that says so. */
    public static RawRequest post(String target, String form) {
        return get(target)
                .method("POST")
                .with("Origin", "https://" + HOST)
                .with("Sec-Fetch-Site", "same-origin")
                .with("Content-Type", "application/x-www-form-urlencoded")
                .body(form);
    }

    /** The same with another method. */
    public RawRequest method(String other) {
        return new RawRequest(other, target, headers, body);
    }

    /** The same with another body, in UTF-8. */
    public RawRequest body(String text) {
        return new RawRequest(method, target, headers, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same without the fields of that name. */
    public RawRequest without(String name) {
        List<Header> rest = new ArrayList<>(headers);
        rest.removeIf(field -> field.name().equalsIgnoreCase(name));
        return new RawRequest(method, target, rest, body);
    }

    /** The same with this field in place of those of that name. */
    public RawRequest with(String name, String value) {
        return without(name).and(name, value);
    }

    /** The same with one more field line. */
    public RawRequest and(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new RawRequest(method, target, more, body);
    }

    /**
     * Sends it to this machine on a connection of its own and reads to the end.
     *
     * @throws IOException when the connection fails or stays silent for 30 s
     */
    public RawResponse send(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return send(socket);
        }
    }

    /**
     * Sends it on this connection, TLS perhaps, and reads the response.
     *
     * @throws IOException when the connection fails or stays silent for 30 s
     */
    public RawResponse send(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLISECONDS);
        socket.getOutputStream().write(bytes());
        socket.getOutputStream().flush();
        return RawResponse.read(socket.getInputStream(), method);
    }

    private byte[] bytes() {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach(field -> head.append(field.name() + ": " + field.value() + "\r\n"));
        if (body.length > 0) {
            head.append("Content-Length: " + body.length + "\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }
}
