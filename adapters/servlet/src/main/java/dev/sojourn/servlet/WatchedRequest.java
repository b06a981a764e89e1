package dev.sojourn.servlet;

import dev.sojourn.session.Session;
import dev.sojourn.web.Exchange;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/** A request whose session is Sojourn's, and whose asynchronous work lets the head leave when it completes. */
final class WatchedRequest extends HttpServletRequestWrapper {

    private final Exchange<?> exchange;
    private final WatchedResponse response;
    private volatile @Nullable SessionFacade facade;

    WatchedRequest(HttpServletRequest container, Exchange<?> exchange, WatchedResponse response) {
        super(container);
        this.exchange = exchange;
        this.response = response;
    }

    /** The watched request inside whatever was wrapped around it; null where the filter has not seen it. */
    static @Nullable WatchedRequest within(ServletRequest request) {
        ServletRequest current = request;
        while (current instanceof ServletRequestWrapper wrapper) {
            if (wrapper instanceof WatchedRequest watched) {
                return watched;
            }
            current = wrapper.getRequest();
        }
        return null;
    }

    Exchange<?> exchange() {
        return exchange;
    }

    WatchedResponse response() {
        return response;
    }

    // ---- The session.

    @Override
    public HttpSession getSession() {
        return facade();
    }

    /** Null for {@code false} where the browser brought no live session and nothing was put into a new one yet. */
    @Override
    public @Nullable HttpSession getSession(boolean create) {
        SessionFacade known = facade;
        if (create || known != null && !known.invalidated()) {
            return facade();
        }
        return known == null && exists() ? facade() : null;
    }

    /** After {@code invalidate()} a new, empty session begins in the same request. */
    private synchronized HttpSession facade() {
        SessionFacade known = facade;
        if (known == null || known.invalidated()) {
            Session session = exchange.session();
            if (known != null) {
                session.startOver();
            }
            known = new SessionFacade(session, getServletContext(), exchange.idleTimeout());
            facade = known;
        }
        return known;
    }

    private boolean exists() {
        Session session = exchange.session();
        return !session.isNew() || !session.names().isEmpty();
    }

    /** Renews the session, at once since the new public handle is asked for. */
    @Override
    public String changeSessionId() {
        Session current = exchange.session();
        current.renew();
        current.commit();
        return current.handle();
    }

    /** The public handle, never what the cookie holds; null where the browser brought no live session. */
    @Override
    public @Nullable String getRequestedSessionId() {
        Session current = exchange.session();
        return current.isNew() ? null : current.handle();
    }

    @Override
    public boolean isRequestedSessionIdValid() {
        return !exchange.session().isNew();
    }

    @Override
    public boolean isRequestedSessionIdFromCookie() {
        return !exchange.session().isNew();
    }

    @Override
    public boolean isRequestedSessionIdFromURL() {
        return false;
    }

    // ---- Asynchronous work.

    /** Hands on the watched request and response: the container's own would let the head leave unseen. */
    @Override
    public AsyncContext startAsync() {
        return startAsync(this, response);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse watched) {
        AsyncContext async = super.startAsync(request, watched);
        async.addListener(new WatchedAsync.Ending(response, exchange::finish));
        return new WatchedAsync(async, response);
    }

    @Override
    public AsyncContext getAsyncContext() {
        return new WatchedAsync(super.getAsyncContext(), response);
    }
}
