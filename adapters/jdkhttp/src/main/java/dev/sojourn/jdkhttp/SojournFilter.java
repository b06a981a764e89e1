package dev.sojourn.jdkhttp;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import dev.sojourn.http.Decision;
import dev.sojourn.http.RequestHead;
import dev.sojourn.login.Access;
import dev.sojourn.login.Login;
import dev.sojourn.session.Session;
import dev.sojourn.web.Exchange;
import dev.sojourn.web.FormText;
import dev.sojourn.web.Sojourn;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The door for the JDK's {@code HttpServer} and {@code HttpsServer}. Add it to each context's filters, before those that use
 * the session. The session is written by {@code sendResponseHeaders}. A handler that fails before that gets its browser an
 * empty 500, with what it put into the session kept, where the server alone would drop the connection. Thread-safe.
 *
 * @param <U> the application's type of user
 */
public final class SojournFilter<U> extends Filter {

    private final Sojourn<U> sojourn;

    /** A filter that walks every exchange through these rules. */
    public SojournFilter(Sojourn<U> sojourn) {
        this.sojourn = sojourn;
    }

    @Override
    public String description() {
        return "Sojourn: sessions and sign-in";
    }

    /** The session of an exchange, opened at first use; see {@link Exchange#session()}. */
    public static Session session(HttpExchange exchange) {
        return head(exchange).exchange().session();
    }

    /** Who is signed in; see {@link Exchange#login()}. */
    public Login<U> login(HttpExchange exchange) {
        return exchange(exchange).login();
    }

    /**
     * What Sojourn knows of an exchange.
     *
     * @throws IllegalStateException when this filter has not seen it, or it was wrapped since
     */
    public Exchange<U> exchange(HttpExchange exchange) {
        return sojourn.own(head(exchange).exchange());
    }

    /** The handler for those who are signed in; anybody else is sent to the login page, or gets 401, and it never runs. */
    public static HttpHandler loginRequired(HttpHandler handler) {
        return exchange -> {
            ResponseHead head = head(exchange);
            if (head.exchange().guard(Access.LOGGED_IN) instanceof Decision.Answer refused) {
                head.answer(refused);
            } else {
                handler.handle(exchange);
            }
        };
    }

    @Override
    public void doFilter(HttpExchange server, Chain chain) throws IOException {
        RequestHead request = JdkHead.of(server);
        Exchange<U> exchange = sojourn.begin(request, () -> formAhead(server, request));
        ResponseHead head = new ResponseHead(server, exchange);
        try {
            if (exchange.decision() instanceof Decision.Answer refused) {
                head.answer(refused);
            } else {
                chain.doFilter(watch(server, head));
            }
        } catch (IOException | RuntimeException | Error failure) {
            if (!head.answers(failure)) {
                throw failure;
            }
        } finally {
            head.finish();
        }
    }

    /** Reads a form before its handler does, who then reads the same octets again; null where there is none to read ahead. */
    private static @Nullable String formAhead(HttpExchange server, RequestHead request) {
        if (!FormText.readAhead(request)) {
            return null;
        }
        try {
            byte[] body = server.getRequestBody().readAllBytes();
            server.setStreams(new ByteArrayInputStream(body), null);
            return new String(body, StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("the form of a request could not be read", broken);
        }
    }

    private static HttpExchange watch(HttpExchange server, ResponseHead head) {
        return server instanceof HttpsExchange https
                ? new WatchedHttpsExchange(https, head)
                : new WatchedExchange(server, head);
    }

    private static ResponseHead head(HttpExchange exchange) {
        if (exchange instanceof Watched watched) {
            return watched.head();
        }
        throw new IllegalStateException(
                "SojournFilter has not seen this exchange; add it to the context's filters, and use the"
                        + " exchange it hands on");
    }
}
