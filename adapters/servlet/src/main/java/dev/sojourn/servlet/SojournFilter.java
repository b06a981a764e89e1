package dev.sojourn.servlet;

import dev.sojourn.http.Decision;
import dev.sojourn.login.Access;
import dev.sojourn.login.Login;
import dev.sojourn.session.Session;
import dev.sojourn.web.Exchange;
import dev.sojourn.web.Sojourn;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The door for Servlet 6.0 and 6.1. Map it first, to {@code /*}, for every dispatcher type, with asynchronous support; then
 * {@code getSession()} answers with Sojourn's session and the container keeps none of its own.
 *
 * <p>The session is written just before the head leaves, in whichever way it leaves. An error page runs after that: it may read
 * the session and not change it. On Jetty set {@code HttpConfiguration.setHeaderCacheCaseSensitive(true)}: its cache of header
 * lines ignores case, so that a cookie which differs in case only from an earlier one is taken for that one. Paths in rules are whole request paths, context path included. Thread-safe.
 *
 * @param <U> the application's type of user
 */
public final class SojournFilter<U> implements Filter {

    private static final String ATTRIBUTE = Exchange.class.getName();

    private final Sojourn<U> sojourn;

    /** A filter that walks every request through these rules. */
    public SojournFilter(Sojourn<U> sojourn) {
        this.sojourn = sojourn;
    }

    // ---- Accessors.

    /**
     * The exchange of a request.
     *
     * @throws IllegalStateException when no SojournFilter has seen the request
     */
    public static Exchange<?> exchange(ServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Exchange<?> exchange) {
            return exchange;
        }
        throw new IllegalStateException(
                "SojournFilter has not seen this request; map it to /* for every dispatcher type");
    }

    /** The session of a request, opened at first use; see {@link Exchange#session()}. */
    public static Session session(ServletRequest request) {
        return exchange(request).session();
    }

    /** Who is signed in; see {@link Exchange#login()}. */
    public Login<U> login(ServletRequest request) {
        return sojourn.own(exchange(request)).login();
    }

    // ---- The corridor.

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)) {
            chain.doFilter(request, response);
            return;
        }
        WatchedRequest watched = WatchedRequest.within(request);
        if (watched == null) {
            enter(http, answer, chain);
        } else if (request.getDispatcherType() == DispatcherType.ASYNC) {
            walk(watched, request, response, chain);
        } else {
            chain.doFilter(request, response);
            // The container ends the response with a forward; what was only included goes on.
            if (request.getDispatcherType() == DispatcherType.FORWARD && !request.isAsyncStarted()) {
                watched.response().leave();
            }
        }
    }

    private void enter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean again = request.getAttribute(ATTRIBUTE) != null;
        FormAhead form = new FormAhead(request);
        Exchange<U> exchange =
                again ? sojourn.own(exchange(request)) : sojourn.begin(ServletHead.of(request), form::read);
        request.setAttribute(ATTRIBUTE, exchange);
        WatchedResponse head = new WatchedResponse(response, exchange);
        WatchedRequest watched = new WatchedRequest(form.request(), exchange, head);
        if (!again && exchange.decision() instanceof Decision.Answer refused) {
            head.answer(refused);
        } else {
            walk(watched, watched, head, chain);
        }
    }

    private static void walk(
            WatchedRequest watched, ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        WatchedResponse head = watched.response();
        boolean over = true;
        try {
            chain.doFilter(request, response);
            over = !request.isAsyncStarted();
            if (over) {
                head.leave();
            }
        } catch (IOException | ServletException | RuntimeException | Error failure) {
            if (!head.answers(failure)) {
                throw failure;
            }
        } finally {
            if (over) {
                watched.exchange().finish();
            }
        }
    }

    /** A filter for paths that need a login: whoever is not signed in is sent to the login page, or gets 401. */
    public static Filter loginRequired() {
        return (request, response, chain) -> {
            WatchedRequest watched = WatchedRequest.within(request);
            if (watched == null) {
                throw new IllegalStateException("SojournFilter has to come before the filter that requires a login");
            }
            if (watched.exchange().guard(Access.LOGGED_IN) instanceof Decision.Answer refused) {
                watched.response().answer(refused);
            } else {
                chain.doFilter(request, response);
            }
        };
    }
}
