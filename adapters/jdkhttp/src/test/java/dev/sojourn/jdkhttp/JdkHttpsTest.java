package dev.sojourn.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import dev.sojourn.login.LoginManager;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.testkit.door.LocalTls;
import dev.sojourn.testkit.door.RawRequest;
import dev.sojourn.testkit.door.RawResponse;
import dev.sojourn.web.Sojourn;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdkHttpsTest {

    private final SessionManager sessions =
            SessionManager.in(MemoryStore.create()).build();
    private final SojournFilter<String> filter = new SojournFilter<>(Sojourn.of(
                    sessions,
                    LoginManager.<String>of(Optional::of, Function.identity()).build())
            .build());
    private LocalTls tls;
    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        tls = LocalTls.create();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        sessions.close();
    }

    private static void add(HttpServer server, String path, HttpHandler handler, Filter... filters) {
        server.createContext(path, handler).getFilters().addAll(java.util.List.of(filters));
    }

    private RawResponse send(RawRequest request) throws Exception {
        try (Socket socket = tls.connect(server.getAddress().getPort())) {
            return request.without("X-Forwarded-Proto").send(socket);
        }
    }

    @Test
    void anHttpsExchangeStaysOneAndIsServed() throws Exception {
        add(
                server,
                "/",
                exchange -> {
                    SojournFilter.session(exchange).put("k", "v");
                    boolean https = exchange instanceof HttpsExchange secure
                            && secure.getSSLSession().isValid();
                    exchange.sendResponseHeaders(https ? 204 : 500, -1);
                    exchange.close();
                },
                filter);

        RawResponse response = send(RawRequest.get("/"));

        assertThat(response.status()).isEqualTo(204);
        assertThat(response.header("Set-Cookie")).startsWith("__Host-sid=");
        assertThat(response.all("Strict-Transport-Security")).hasSize(1);
    }

    @Test
    void aWrappedHandlerRunsOnlyForWhoIsSignedIn() throws Exception {
        add(
                server,
                "/inside",
                SojournFilter.loginRequired(exchange -> {
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                }),
                filter);
        add(
                server,
                "/login",
                exchange -> {
                    filter.login(exchange).login("alice");
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                },
                filter);

        assertThat(send(RawRequest.get("/inside")).status()).isEqualTo(401);
        String cookie = send(RawRequest.post("/login", "")).setCookie("__Host-sid");
        assertThat(send(RawRequest.get("/inside").with("Cookie", "__Host-sid=" + cookie))
                        .status())
                .isEqualTo(204);
    }

    @Test
    void withoutTheFilterTheErrorSaysSo() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        add(server, "/", exchange -> {
            try {
                SojournFilter.session(exchange);
            } catch (IllegalStateException expected) {
                thrown.complete(expected);
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        send(RawRequest.get("/"));
        assertThat(thrown.orTimeout(30, TimeUnit.SECONDS).join()).hasMessageContaining("SojournFilter");
    }
}
