package dev.sojourn.servlet;

import dev.sojourn.login.LoginManager;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.testkit.door.Browser;
import dev.sojourn.testkit.door.LocalTls;
import dev.sojourn.testkit.door.RunningDoor;
import dev.sojourn.web.Sojourn;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One container with a servlet that does at each path what a test says. */
final class Scene implements AutoCloseable {

    static final String COOKIE = "__Host-sid";

    /** What a servlet does. */
    interface Work {
        void run(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }

    private final SessionManager sessions =
            SessionManager.in(MemoryStore.create()).build();
    private final Map<String, Work> works = new ConcurrentHashMap<>();
    private final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    private final RunningDoor door;
    final SojournFilter<String> filter;

    Scene(Container container) throws Exception {
        this(container, null);
    }

    Scene(Container container, @Nullable LocalTls tls) throws Exception {
        LoginManager<String> logins =
                LoginManager.<String>of(Optional::of, Function.identity()).build();
        filter = new SojournFilter<>(
                Sojourn.of(sessions, logins).trustedProxies("127.0.0.1", "::1").build());
        door = container.start(
                filter,
                new HttpServlet() {
                    @Override
                    protected void service(HttpServletRequest request, HttpServletResponse response)
                            throws ServletException, IOException {
                        serve(request, response);
                    }
                },
                tls);
        on(
                "/read",
                (request, response) -> response.getWriter()
                        .print(SojournFilter.session(request).get("k", String.class)));
    }

    Scene on(String path, Work work) {
        works.put(path, work);
        return this;
    }

    Browser browser() {
        return new Browser(door.port());
    }

    int port() {
        return door.port();
    }

    /** What the last work threw; waits for it. */
    Throwable awaitThrown() {
        return thrown.orTimeout(30, TimeUnit.SECONDS).join();
    }

    void report(Throwable failure) {
        thrown.complete(failure);
    }

    private void serve(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        // Within an include the path of the including request stays the request's own.
        Object included = request.getAttribute("jakarta.servlet.include.request_uri");
        @Nullable Work work = works.get(String.valueOf(included == null ? request.getRequestURI() : included));
        if (work == null) {
            response.sendError(404);
            return;
        }
        try {
            work.run(request, response);
        } catch (Throwable failure) {
            report(failure);
            if (failure instanceof ServletException servletFailure) {
                throw servletFailure;
            } else if (failure instanceof IOException ioFailure) {
                throw ioFailure;
            } else if (failure instanceof RuntimeException runtimeFailure) {
                throw runtimeFailure;
            } else if (failure instanceof Error error) {
                throw error;
            }
            throw new ServletException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        sessions.close();
    }
}
