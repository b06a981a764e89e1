package dev.sojourn.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A browser with one cookie, talking to whichever node it is sent to. Thread-safe. */
final class Browser {

    /** What came back; status 0 where nothing did. */
    record Answer(int status, String body) {

        boolean done() {
            return status == 200;
        }
    }

    private static final Answer NOTHING = new Answer(0, "");

    private final HttpClient client;
    private final AtomicReference<@Nullable String> cookie = new AtomicReference<>();

    /** @param client may be shared: it keeps no cookies */
    Browser(HttpClient client) {
        this.client = client;
    }

    /** Somebody who holds a copy of a cookie. */
    static Browser holding(HttpClient client, @Nullable String cookie) {
        Browser browser = new Browser(client);
        browser.cookie.set(cookie);
        return browser;
    }

    /** The cookie it would send now; null for none. */
    @Nullable
    String cookie() {
        return cookie.get();
    }

    Answer get(Node node, String path) {
        return send(node, HttpRequest.newBuilder(at(node, path)).GET());
    }

    Answer post(Node node, String path) {
        return send(node, HttpRequest.newBuilder(at(node, path)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private static URI at(Node node, String path) {
        return URI.create("http://127.0.0.1:" + node.port() + path);
    }

    private Answer send(Node node, HttpRequest.Builder request) {
        request.timeout(Duration.ofSeconds(20)).header("Origin", "http://127.0.0.1:" + node.port());
        String sent = cookie.get();
        if (sent != null) {
            request.header("Cookie", sent);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            response.headers().firstValue("Set-Cookie").ifPresent(this::keep);
            return new Answer(response.statusCode(), response.body());
        } catch (IOException killed) {
            return NOTHING; // which is what a browser gets from a node that was killed
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return NOTHING;
        }
    }

    private void keep(String line) {
        cookie.set(line.contains("Max-Age=0") ? null : line.split(";", 2)[0]);
    }
}
