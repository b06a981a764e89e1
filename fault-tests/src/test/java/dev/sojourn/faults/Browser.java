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

    /**
     * What came back.
     *
     * @param status 0 where nothing did
     * @param later whether it is said when to come again
     * @param took how long the browser waited
     */
    record Answer(int status, String body, boolean later, Duration took) {

        boolean done() {
            return status == 200;
        }

        /** Whether the store could not be asked, and it was said so as it ought to be. */
        boolean refused() {
            return status == 503 && later;
        }
    }

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
        long begin = System.nanoTime();
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            response.headers().firstValue("Set-Cookie").ifPresent(this::keep);
            boolean later = response.headers().firstValue("Retry-After").isPresent();
            return new Answer(response.statusCode(), response.body(), later, Awaiting.since(begin));
        } catch (IOException killed) {
            return nothing(begin); // which is what a browser gets from a node that was killed
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return nothing(begin);
        }
    }

    private static Answer nothing(long begin) {
        return new Answer(0, "", false, Awaiting.since(begin));
    }

    private void keep(String line) {
        cookie.set(line.contains("Max-Age=0") ? null : line.split(";", 2)[0]);
    }
}
