package dev.sojourn.testkit.door;

import dev.sojourn.http.Decision;
import dev.sojourn.login.Access;
import dev.sojourn.protect.CsrfToken;
import dev.sojourn.session.Session;
import dev.sojourn.session.SessionAttribute;
import dev.sojourn.web.Exchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The application that stands behind every door under exam, written once against {@link Exchange}. A door's test only has to
 * turn its requests into {@link #answer} and the replies into responses. Thread-safe.
 */
public final class ReferenceApplication {

    /** Octets in the body of {@code /big}. */
    static final int BIG = 1 << 20;

    /** The body of {@code /big?text=1}, with characters of one, two and four octets. */
    static final String BIG_TEXT = "n\u00e4 \uD83D\uDE00 ".repeat(BIG / 9);

    private static final SessionAttribute<List<String>> ADDED = SessionAttribute.listOf("added", String.class);

    private final AtomicInteger hits = new AtomicInteger();
    private final Map<String, Hold> holds = new ConcurrentHashMap<>();
    private final CompletableFuture<Throwable> thrown =
            new CompletableFuture<Throwable>().orTimeout(30, TimeUnit.SECONDS);

    ReferenceApplication() {}

    /** How often any handler ran. */
    int hits() {
        return hits.get();
    }

    /** What a handler threw; waits until one has failed. */
    Throwable awaitThrown() {
        return thrown.join();
    }

    /** Makes requests to {@code /slow} of that name wait in the middle. */
    Hold hold(String name) {
        Hold hold = new Hold();
        holds.put(name, hold);
        return hold;
    }

    /**
     * Answers a request that the door let through.
     *
     * @param path the path of the request, without query
     * @param query the raw query; null where there is none
     * @param form the body as text; empty where there is none
     */
    public Reply answer(String method, String path, @Nullable String query, String form, Exchange<String> exchange) {
        hits.incrementAndGet();
        Map<String, String> parameters = new TreeMap<>();
        parse(query == null ? "" : query, parameters);
        parse(form, parameters);
        try {
            return route(method.equals("HEAD") ? "GET" : method, path, parameters, exchange);
        } catch (RuntimeException failure) {
            thrown.complete(failure);
            throw failure;
        }
    }

    private Reply route(String method, String path, Map<String, String> parameters, Exchange<String> exchange) {
        String key = parameters.getOrDefault("k", "");
        String value = parameters.getOrDefault("v", "");
        return switch (method + " " + path) {
            case "GET /public" -> Reply.text("public").with("Cache-Control", "public, max-age=60");
            case "GET /get" -> Reply.text(read(exchange.session(), key));
            case "GET /names" -> Reply.text(String.join(",", exchange.session().names()));
            case "GET /contains" ->
                Reply.text(Boolean.toString(exchange.session().contains(key)));
            case "GET /cached" -> Reply.text(read(exchange.session(), key)).with("Cache-Control", "public, max-age=60");
            case "POST /set" -> {
                exchange.session().put(key, value);
                yield Reply.seeOther("/get?k=" + key);
            }
            case "GET /form" -> Reply.text(CsrfToken.issue(exchange.session()));
            case "POST /add" -> {
                added(exchange.session()).add(value);
                yield Reply.text("added");
            }
            case "GET /added" -> Reply.text(String.join(",", added(exchange.session())));
            case "POST /renew" -> {
                exchange.session().renew();
                yield Reply.text("renewed");
            }
            case "GET /slow" -> slow(exchange.session(), key, parameters);
            case "POST /fail" -> {
                exchange.session().put(key, value);
                throw new IllegalArgumentException("this handler fails on purpose");
            }
            case "POST /large" -> {
                // Each is a fit value; only together they are more than a session holds.
                exchange.session().put("large", value.repeat(900_000));
                exchange.session().put("larger", value.repeat(900_000));
                yield Reply.text("never seen");
            }
            case "POST /status" -> {
                exchange.session().put(key, value);
                yield Reply.empty(Integer.parseInt(parameters.getOrDefault("status", "204")));
            }
            case "GET /status" -> {
                exchange.session().put(key, value);
                yield Reply.empty(Integer.parseInt(parameters.getOrDefault("status", "204")));
            }
            case "GET /late" ->
                Reply.text("early").then(() -> late(() -> exchange.session().put(key, value)));
            case "GET /late-change" -> {
                Session session = exchange.session();
                yield Reply.text("early").then(() -> late(() -> session.put(key, value)));
            }
            case "GET /big" -> big(exchange.session(), parameters);
            default -> signIn(method, path, parameters, exchange);
        };
    }

    private Reply signIn(String method, String path, Map<String, String> parameters, Exchange<String> exchange) {
        return switch (method + " " + path) {
            case "POST /login" -> {
                exchange.login().login(parameters.getOrDefault("user", ""));
                yield Reply.seeOther("/me");
            }
            case "POST /logout", "GET /logout" -> {
                exchange.login().logout();
                yield Reply.seeOther("/public");
            }
            case "GET /who" -> Reply.text(exchange.login().user().orElse("nobody"));
            case "GET /me", "GET /account/me" -> {
                Decision decision = exchange.guard(Access.LOGGED_IN);
                yield decision instanceof Decision.Answer refused
                        ? new Reply(
                                refused.status(),
                                refused.headers(),
                                refused.body().getBytes(StandardCharsets.UTF_8),
                                true,
                                null)
                        : Reply.text(exchange.login().user().orElseThrow());
            }
            default -> Reply.empty(404);
        };
    }

    private static String read(Session session, String key) {
        String value = session.get(key, String.class);
        return value == null ? "-" : value;
    }

    private static List<String> added(Session session) {
        return session.get(ADDED, ArrayList::new);
    }

    private Reply slow(Session session, String key, Map<String, String> parameters) {
        String seen = read(session, key);
        Hold hold = holds.get(parameters.getOrDefault("hold", ""));
        if (hold != null) {
            hold.arrived.countDown();
            hold.await(hold.released);
        }
        if (parameters.containsKey("v")) {
            session.put(key, parameters.get("v"));
        }
        return Reply.text(seen);
    }

    private static Reply big(Session session, Map<String, String> parameters) {
        session.put("big", "seen");
        return parameters.containsKey("text") ? Reply.text(BIG_TEXT) : Reply.octets(pattern(BIG));
    }

    /** Octets that differ from place to place, so that one lost or doubled is seen. */
    static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i ^ i >> 8 ^ i >> 16);
        }
        return bytes;
    }

    private void late(Runnable change) {
        try {
            change.run();
        } catch (RuntimeException failure) {
            thrown.complete(failure);
            throw failure;
        }
    }

    private static void parse(String text, Map<String, String> parameters) {
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** A request that stops half-way until the test lets it go on. */
    static final class Hold {

        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        /** Waits until a request has come this far. */
        void awaitArrival() {
            await(arrived);
        }

        void release() {
            released.countDown();
        }

        private void await(CountDownLatch latch) {
            try {
                if (!latch.await(30, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("a held request was forgotten for 30 s");
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a request was held", interrupted);
            }
        }
    }
}
