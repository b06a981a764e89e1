package dev.sojourn.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sojourn.jdkhttp.SojournFilter;
import dev.sojourn.login.Login;
import dev.sojourn.login.LoginManager;
import dev.sojourn.session.Session;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.web.Sojourn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;

/** One node of a small application, in a process of its own. Says its port once it serves. */
final class NodeServer {

    private static final int BACKLOG = 512;

    private final SojournFilter<String> filter;

    private NodeServer(SojournFilter<String> filter) {
        this.filter = filter;
    }

    /** Arguments: where sessions are kept, as {@link Place#argument()} says; by how many seconds the clock is wrong. */
    public static void main(String[] arguments) throws IOException {
        SessionStore store = Stores.open(arguments[0]);
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(Long.parseLong(arguments[1])));
        SessionManager sessions = SessionManager.in(store).clock(clock).build();
        LoginManager<String> logins =
                LoginManager.<String>of(Optional::of, id -> id).build();
        SojournFilter<String> filter = new SojournFilter<>(
                Sojourn.of(sessions, logins).developmentOverHttp().build());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        NodeServer node = new NodeServer(filter);
        server.createContext("/", node::answer).getFilters().add(filter);
        server.setExecutor(Executors.newFixedThreadPool(128));
        server.start();
        System.out.println(server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = answer(exchange, exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String answer(HttpExchange exchange, String path) {
        if (path.equals("/public")) {
            return "public";
        }
        Session session = SojournFilter.session(exchange);
        Login<String> login = filter.login(exchange);
        String[] query = query(exchange);
        switch (path) {
            case "/put" -> session.put(query[0], query[1]);
            case "/login" -> login.login(query[0]);
            case "/logout" -> login.logout();
            case "/count" -> {
                return String.valueOf(session.update("count", Long.class, 0L, count -> count + 1));
            }
            case "/get" -> {
                return String.valueOf(session.get(query[0], Object.class));
            }
            case "/me" -> {
                return login.user().orElse("nobody");
            }
            default -> throw new IllegalArgumentException("no such page: " + path);
        }
        return "done";
    }

    /** Name and value of {@code ?name=value}. */
    private static String[] query(HttpExchange exchange) {
        String query = exchange.getRequestURI().getQuery();
        return query == null ? new String[0] : query.split("=", 2);
    }
}
