package dev.sojourn.testkit.door;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A person's browser: it keeps what {@code Set-Cookie} gives it and follows nothing by itself. Thread-safe. */
public final class Browser {

    private final int port;
    private final Map<String, String> cookies = new TreeMap<>();

    /** A browser without cookies, at a server on this machine. */
    public Browser(int port) {
        this.port = port;
    }

    /** Another browser that holds the same cookies. */
    public synchronized Browser copy() {
        Browser twin = new Browser(port);
        twin.cookies.putAll(cookies);
        return twin;
    }

    /** A page over HTTPS. */
    public RawResponse get(String target) throws IOException {
        return send(RawRequest.get(target));
    }

    /** A form from a page of the same origin, over HTTPS. */
    public RawResponse post(String target, String form) throws IOException {
        return send(RawRequest.post(target, form));
    }

    /** This request, with the browser's cookies. */
    public RawResponse send(RawRequest request) throws IOException {
        String held = held();
        RawResponse response = (held.isEmpty() ? request : request.with("Cookie", held)).send(port);
        response.all("Set-Cookie").forEach(this::keep);
        return response;
    }

    /** The value of a cookie; null where the browser has none. */
    public synchronized @Nullable String cookie(String name) {
        return cookies.get(name);
    }

    /** Gives the browser a cookie. */
    public synchronized void cookie(String name, String value) {
        cookies.put(name, value);
    }

    private synchronized String held() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    private synchronized void keep(String line) {
        int equals = line.indexOf('=');
        int end = line.indexOf(';');
        String name = line.substring(0, equals);
        if (line.contains("Max-Age=0")) {
            cookies.remove(name);
        } else {
            cookies.put(name, line.substring(equals + 1, end < 0 ? line.length() : end));
        }
    }
}
