package dev.sojourn.session.cookie;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the session cookie is called and written. Immutable; each method that changes something gives a changed copy,
 * or refuses a combination that browsers would drop, naming the property. Always HttpOnly, every attribute written
 * out.
 */
public final class SessionCookie {

    private static final String DEVELOPMENT_NAME = "sid";

    private final CookieSettings settings;
    private final boolean persistent;

    private SessionCookie(CookieSettings settings, boolean persistent) {
        this.settings = settings;
        this.persistent = persistent;
    }

    /** {@code __Host-sid; Path=/; Secure; HttpOnly; SameSite=Lax}, forgotten when the browser closes. */
    public static SessionCookie standard() {
        return new SessionCookie(new CookieSettings("__Host-sid", "/", null, true, true, SameSite.LAX), false);
    }

    /**
     * {@code sid; Path=/; HttpOnly; SameSite=Lax}: for plain HTTP on one's own machine. Its name is its own and
     * stays.
     */
    public static SessionCookie development() {
        return new SessionCookie(new CookieSettings(DEVELOPMENT_NAME, "/", null, false, true, SameSite.LAX), false);
    }

    /**
     * Another name, such as {@code __Host-Http-sid}, or {@code __Secure-sid} where a domain or path is wanted.
     *
     * @throws IllegalArgumentException when it is not a token (RFC 9110), contradicts its prefix, is {@code sid} (so
     *     that no cookie made in development is ever accepted in production), or this is the development cookie
     */
    public SessionCookie named(String name) {
        if (!settings.secure()) {
            throw new IllegalArgumentException("name: the development cookie is always named " + DEVELOPMENT_NAME);
        }
        if (name.equals(DEVELOPMENT_NAME)) {
            throw new IllegalArgumentException(
                    "name: " + DEVELOPMENT_NAME + " belongs to the development cookie; choose another");
        }
        return with(name, settings.path(), settings.domain(), settings.sameSite());
    }

    /**
     * Another rule for requests from other sites.
     *
     * @throws IllegalArgumentException for None on the development cookie, which is not Secure
     */
    public SessionCookie sameSite(SameSite sameSite) {
        return with(settings.name(), settings.path(), settings.domain(), sameSite);
    }

    /**
     * Sends the cookie to all hosts below a domain, any of which can then read and replace it.
     *
     * @param domain lower-case A-labels, no leading dot
     * @throws IllegalArgumentException when it is anything else, or the name's prefix forbids a domain
     */
    public SessionCookie domain(String domain) {
        return with(settings.name(), settings.path(), domain, settings.sameSite());
    }

    /**
     * Sends the cookie only to paths below this one; no protection against other applications of the same host.
     *
     * @throws IllegalArgumentException when it does not begin with a slash, holds a character that does not belong in a
     *     cookie attribute, or the name's prefix forbids a path other than /
     */
    public SessionCookie path(String path) {
        return with(settings.name(), path, settings.domain(), settings.sameSite());
    }

    /** Keeps the cookie when the browser closes, for as long as the session may live, at most 400 days. */
    public SessionCookie persistent() {
        return new SessionCookie(settings, true);
    }

    private SessionCookie with(String name, String path, @Nullable String domain, SameSite sameSite) {
        return new SessionCookie(
                new CookieSettings(name, path, domain, settings.secure(), settings.httpOnly(), sameSite), persistent);
    }

    /** The cookie's name. */
    public String name() {
        return settings.name();
    }

    /** True when the browser keeps the cookie after it closes. */
    public boolean isPersistent() {
        return persistent;
    }

    /** False for the development cookie only. */
    public boolean isSecure() {
        return settings.secure();
    }

    /**
     * The line that gives the browser this value.
     *
     * @param value one or more of {@code A-Z a-z 0-9 _ . -}
     * @param remaining what is left of the session's lifetime; becomes Max-Age and Expires of a persistent cookie
     * @throws IllegalArgumentException when the value holds another character, or name and value exceed 4096 octets
     */
    public SetCookie live(String value, Duration remaining, Instant now) {
        return settings.live(value, persistent ? remaining : null, now);
    }

    /** The line that makes the browser forget the cookie, with the same identity as the live one. */
    public SetCookie deletion() {
        return settings.deletion();
    }
}
