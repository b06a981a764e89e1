package dev.sojourn.servlet;

import dev.sojourn.session.Session;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * Sojourn's session as an {@code HttpSession}. Attributes are values of the supported or registered types and come back as
 * their natural type: a list as an {@code ArrayList}, a map as a {@code LinkedHashMap}. What is changed in place is kept.
 * Attributes are not told when they are bound or unbound.
 */
final class SessionFacade implements HttpSession {

    private final Session session;
    private final ServletContext context;
    private final Duration idleTimeout;
    private volatile boolean invalidated;

    SessionFacade(Session session, ServletContext context, Duration idleTimeout) {
        this.session = session;
        this.context = context;
        this.idleTimeout = idleTimeout;
    }

    boolean invalidated() {
        return invalidated;
    }

    private Session valid() {
        if (invalidated) {
            throw new IllegalStateException("the session was invalidated; getSession() gives a new one");
        }
        return session;
    }

    /** The public handle, fit for logs; never what the cookie holds. */
    @Override
    public String getId() {
        return session.handle();
    }

    @Override
    public ServletContext getServletContext() {
        return context;
    }

    @Override
    public long getCreationTime() {
        return valid().createdAt().toEpochMilli();
    }

    @Override
    public long getLastAccessedTime() {
        return valid().lastSeenAt().toEpochMilli();
    }

    /** The idle timeout in seconds. */
    @Override
    public int getMaxInactiveInterval() {
        return Math.toIntExact(idleTimeout.toSeconds());
    }

    /**
     * The idle timeout is one setting for all sessions of an application.
     *
     * @throws UnsupportedOperationException when another one is asked for
     */
    @Override
    public void setMaxInactiveInterval(int seconds) {
        if (seconds != getMaxInactiveInterval()) {
            throw new UnsupportedOperationException("the idle timeout is one for all sessions: "
                    + getMaxInactiveInterval() + " s, asked for " + seconds + "; set it by SessionManager's timeouts");
        }
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return valid().get(name, Object.class);
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        return Collections.enumeration(valid().names());
    }

    /** @throws IllegalArgumentException naming attribute and type, when the type is neither supported nor registered */
    @Override
    public void setAttribute(String name, @Nullable Object value) {
        if (value == null) {
            removeAttribute(name);
        } else {
            valid().put(name, value);
        }
    }

    @Override
    public void removeAttribute(String name) {
        valid().remove(name);
    }

    @Override
    public void invalidate() {
        valid().destroy();
        invalidated = true;
    }

    @Override
    public boolean isNew() {
        return valid().isNew();
    }
}
