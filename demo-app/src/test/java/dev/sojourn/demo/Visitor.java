package dev.sojourn.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** A browser as far as these tests need one: keeps cookies, names its origin in forms, follows no redirect. */
final class Visitor {

    static final String SESSION_COOKIE = "__Host-sid";
    static final String ALICE = "alice";
    static final String PASSWORD = "wonderland-1865";

    private final TestDemo demo;
    private final Map<String, String> cookies = new ConcurrentHashMap<>();

    Visitor(TestDemo demo) {
        this.demo = demo;
    }

    /** What came back. */
    record Answer(int status, String location, String body) {}

    Answer get(String path) throws IOException, InterruptedException {
        return send(request(demo.address() + path));
    }

    Answer post(String path, String... namesAndValues) throws IOException, InterruptedException {
        return send(form(path, demo.address(), namesAndValues));
    }

    /** The same form sent so many times at once, as an impatient finger does. */
    List<Answer> postTogether(int times, String path, String... namesAndValues)
            throws InterruptedException, ExecutionException {
        HttpRequest request = form(path, demo.address(), namesAndValues).build();
        List<Future<HttpResponse<String>>> pending = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            pending.add(demo.client().sendAsync(request, BodyHandlers.ofString()));
        }
        List<Answer> answers = new ArrayList<>();
        for (Future<HttpResponse<String>> response : pending) {
            answers.add(kept(response.get()));
        }
        return answers;
    }

    /** A form that says it comes from this origin. */
    HttpRequest.Builder form(String path, String origin, String... namesAndValues) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            pairs.add(namesAndValues[i] + "=" + URLEncoder.encode(namesAndValues[i + 1], UTF_8));
        }
        return request(demo.address() + path)
                .header("Origin", origin)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(String.join("&", pairs)));
    }

    HttpRequest.Builder request(String address) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                .header("Accept", address.contains("/api/") ? "*/*" : "text/html");
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return request;
    }

    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return kept(demo.client().send(request.build(), BodyHandlers.ofString()));
    }

    private Answer kept(HttpResponse<String> response) {
        for (String line : response.headers().allValues("Set-Cookie")) {
            String pair = line.substring(0, line.indexOf(';'));
            String name = pair.substring(0, pair.indexOf('='));
            if (line.contains("Max-Age=0")) {
                cookies.remove(name);
            } else {
                cookies.put(name, pair.substring(pair.indexOf('=') + 1));
            }
        }
        return new Answer(
                response.statusCode(), response.headers().firstValue("Location").orElse(""), response.body());
    }

    Answer login() throws IOException, InterruptedException {
        return login(ALICE, PASSWORD);
    }

    Answer login(String name, String password) throws IOException, InterruptedException {
        return post("/login", "username", name, "password", password);
    }

    boolean isSignedIn() throws IOException, InterruptedException {
        return get("/api/me").status() == 200;
    }

    /** How many things lie in the cart. */
    int cartSize() throws IOException, InterruptedException {
        return get("/cart").body().split("<li class=\"card\">", -1).length - 1;
    }

    String cookie(String name) {
        return cookies.getOrDefault(name, "");
    }

    void setCookie(String name, String value) {
        cookies.put(name, value);
    }
}
