package dev.sojourn.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.login.LoginManager;
import dev.sojourn.login.password.PasswordHasher;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.testkit.door.Browser;
import dev.sojourn.testkit.door.RawRequest;
import dev.sojourn.testkit.door.RawResponse;
import dev.sojourn.web.Sojourn;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SojournPluginTest {

    private static final String COOKIE = "__Host-sid";

    record User(String id, String name) {}

    private static final Map<String, User> USERS = Map.of("1", new User("1", "Alice"));

    private final SessionManager sessions =
            SessionManager.in(MemoryStore.create()).build();
    private final LoginManager<User> logins = LoginManager.of(
                    (String id) -> Optional.ofNullable(USERS.get(id)), User::id)
            .build();
    private final SojournPlugin<User> sojourn = new SojournPlugin<>(
            Sojourn.of(sessions, logins).trustedProxies("127.0.0.1").build());
    private Javalin app = Javalin.create();

    private Browser start(Consumer<JavalinConfig> routes) {
        app = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.registerPlugin(sojourn);
            routes.accept(config);
        });
        app.start("127.0.0.1", 0);
        return new Browser(app.port());
    }

    @AfterEach
    void stop() {
        app.stop();
        sessions.close();
    }

    @Test
    void theClassicExampleReadsAsItShould() throws Exception {
        Browser browser = start(config -> {
            config.routes.get(
                    "/",
                    ctx -> ctx.result(sojourn.login(ctx)
                            .user()
                            .map(user -> "Logged in as " + user.name())
                            .orElse("You are not logged in")));
            config.routes.post("/login", ctx -> {
                Optional.ofNullable(USERS.get(ctx.formParam("id")))
                        .ifPresent(user -> sojourn.login(ctx).login(user));
                ctx.redirect("/");
            });
            config.routes.post("/logout", ctx -> {
                sojourn.login(ctx).logout();
                ctx.redirect("/");
            });
            config.routes.get("/profile", sojourn.loginRequired(ctx -> ctx.result("profile")));
        });

        assertThat(browser.get("/").text()).isEqualTo("You are not logged in");
        assertThat(browser.get("/profile").status()).isEqualTo(401);
        assertThat(browser.post("/login", "id=2").header("Location")).isEqualTo("/");
        assertThat(browser.get("/profile").status()).isEqualTo(401);

        browser.post("/login", "id=1");
        assertThat(browser.get("/").text()).isEqualTo("Logged in as Alice");
        assertThat(browser.get("/profile").text()).isEqualTo("profile");

        browser.post("/logout", "");
        assertThat(browser.get("/").text()).isEqualTo("You are not logged in");
        assertThat(browser.get("/profile").status()).isEqualTo(401);
    }

    /** Runs a handler that puts "v"; the browser must have its cookie, and the next request read the value. */
    private RawResponse assertKept(Consumer<JavalinConfig> routes) throws Exception {
        Browser browser = start(config -> {
            routes.accept(config);
            config.routes.get(
                    "/read",
                    ctx -> ctx.result(String.valueOf(sojourn.session(ctx).get("k", String.class))));
        });
        RawResponse response = browser.send(RawRequest.get("/act").with("Accept", "text/event-stream"));
        assertThat(response.all("Set-Cookie")).as(response.toString()).hasSize(1);
        assertThat(browser.cookie(COOKIE)).isNotNull();
        assertThat(browser.get("/read").text()).isEqualTo("v");
        return response;
    }

    private void put(Context ctx) {
        sojourn.session(ctx).put("k", "v");
    }

    @Test
    void aFutureTakesItsSessionAlong() throws Exception {
        RawResponse response = assertKept(config -> config.routes.get(
                "/act",
                ctx -> ctx.future(() -> CompletableFuture.runAsync(() -> {
                    put(ctx);
                    ctx.result("done");
                }))));
        assertThat(response.text()).isEqualTo("done");
    }

    @Test
    void aFutureThatFailsTakesItsSessionAlong() throws Exception {
        RawResponse response = assertKept(config -> config.routes.get(
                "/act",
                ctx -> ctx.future(() -> CompletableFuture.runAsync(() -> {
                    put(ctx);
                    throw new IllegalArgumentException("on purpose");
                }))));
        assertThat(response.status()).isEqualTo(500);
    }

    /** Javalin sends the head before it calls whoever sends the events, so the session is changed before that. */
    @Test
    void serverSentEventsTakeTheSessionAlong() throws Exception {
        RawResponse response = assertKept(config -> {
            config.routes.before("/act", this::put);
            config.routes.sse("/act", client -> {
                client.sendEvent("hello");
                client.close();
            });
        });
        assertThat(response.text()).contains("hello");
    }

    @Test
    void aStreamTakesItsSessionAlong() throws Exception {
        RawResponse response = assertKept(config -> config.routes.get("/act", ctx -> {
            put(ctx);
            ctx.result(InputStream.nullInputStream());
        }));
        assertThat(response.status()).isEqualTo(200);
    }

    @Test
    void anExceptionThatTheApplicationMapsTakesTheSessionAlong() throws Exception {
        RawResponse response = assertKept(config -> {
            config.routes.get("/act", ctx -> {
                put(ctx);
                throw new IllegalArgumentException("on purpose");
            });
            config.routes.exception(IllegalArgumentException.class, (failure, ctx) -> ctx.status(HttpStatus.CONFLICT));
        });
        assertThat(response.status()).isEqualTo(409);
    }

    @Test
    void anApplicationThatMapsEveryExceptionLeavesSojournItsOwn() throws Exception {
        Browser browser = start(config -> {
            config.routes.exception(Exception.class, (failure, ctx) -> ctx.status(500));
            config.routes.get("/act", ctx -> {
                throw new StoreException("on purpose");
            });
            config.routes.get("/logout", ctx -> sojourn.login(ctx).logout());
        });
        RawResponse unavailable = browser.get("/act");
        assertThat(unavailable.status()).isEqualTo(503);
        assertThat(unavailable.header("Retry-After")).isNotEmpty();
        assertThat(browser.get("/logout").status()).isEqualTo(405);
    }

    @Test
    void aPasswordThatNobodyCanHaveIs400() throws Exception {
        PasswordHasher passwords = PasswordHasher.standard();
        Browser browser = start(config ->
                config.routes.post("/login", ctx -> passwords.verify(String.valueOf(ctx.formParam("password")), null)));

        assertThat(browser.post("/login", "password=" + "p".repeat(3_000)).status())
                .isEqualTo(400);
    }

    @Test
    void pagesThatAreNotThereAskForStrictTransportToo() throws Exception {
        Browser browser = start(config -> {});
        RawResponse response = browser.get("/nowhere");
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.all("Strict-Transport-Security")).hasSize(1);
    }

    @Test
    void aWebSocketHandshakeReadsTheSessionAndTheContainerSetsNoCookieOfItsOwn() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Browser browser = start(config -> {
            config.routes.get("/act", this::put);
            config.routes.wsBeforeUpgrade(
                    "/socket",
                    ctx -> seen.complete(String.valueOf(sojourn.session(ctx).get("k", String.class))));
            config.routes.ws("/socket", socket -> socket.onConnect(ctx -> ctx.closeSession()));
        });
        browser.get("/act");

        String head = upgrade(RawRequest.get("/socket")
                .with("Cookie", COOKIE + "=" + browser.cookie(COOKIE))
                .with("Origin", "https://" + RawRequest.HOST));
        String foreign = upgrade(RawRequest.get("/socket")
                .with("Cookie", COOKIE + "=" + browser.cookie(COOKIE))
                .with("Origin", "https://evil.example"));

        assertThat(head).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("Set-Cookie");
        assertThat(seen.join()).isEqualTo("v");
        assertThat(foreign).startsWith("HTTP/1.1 403");
    }

    /** The head of the answer to a WebSocket handshake (RFC 6455 section 4.1). */
    private String upgrade(RawRequest request) throws Exception {
        StringBuilder text = new StringBuilder("GET " + request.target() + " HTTP/1.1\r\n");
        request.headers().forEach(field -> text.append(field.name() + ": " + field.value() + "\r\n"));
        text.append("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n");
        text.append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), app.port())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) socket.getInputStream().read());
            }
            return head.toString();
        }
    }
}
