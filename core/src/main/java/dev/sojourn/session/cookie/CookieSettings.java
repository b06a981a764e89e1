package dev.sojourn.session.cookie;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A cookie's name and attributes, free of contradictions that browsers would punish by silently dropping the cookie.
 */
record CookieSettings(
        String name, String path, @Nullable String domain, boolean secure, boolean httpOnly, SameSite sameSite) {

    /** 400 days, the most that browsers keep a cookie (RFC 6265bis section 5.5). */
    private static final long MAX_AGE_SECONDS = 34_560_000;

    private static final String SECURE_PREFIX = "__Secure-";
    private static final String HOST_PREFIX = "__Host-";
    private static final String HTTP_PREFIX = "__Http-";
    private static final String HOST_HTTP_PREFIX = "__Host-Http-";

    CookieSettings {
        CookieGrammar.requireName(name);
        CookieGrammar.requirePath(path);
        if (domain != null) {
            CookieGrammar.requireDomain(domain);
        }
        if (sameSite == SameSite.NONE && !secure) {
            throw new IllegalArgumentException("sameSite: None needs Secure, and cookie " + name + " is not secure");
        }
        boolean hostHttp = prefixed(name, HOST_HTTP_PREFIX);
        boolean http = hostHttp || prefixed(name, HTTP_PREFIX);
        boolean host = prefixed(name, HOST_PREFIX);
        if ((http || host || prefixed(name, SECURE_PREFIX)) && !secure) {
            throw new IllegalArgumentException("secure: the prefix of cookie " + name + " needs Secure");
        }
        if (http && !httpOnly) {
            throw new IllegalArgumentException("httpOnly: the prefix of cookie " + name + " needs HttpOnly");
        }
        if (host && domain != null) {
            throw new IllegalArgumentException("domain: a " + HOST_PREFIX + " cookie has none, given \"" + domain
                    + "\"; name the cookie without that prefix first, such as " + SECURE_PREFIX + "sid");
        }
        if (host && !path.equals("/")) {
            throw new IllegalArgumentException("path: a " + HOST_PREFIX + " cookie has /, given \"" + path
                    + "\"; name the cookie without that prefix first, such as " + SECURE_PREFIX + "sid");
        }
    }

    /**
     * Browsers match prefixes in any case, servers in one: a name spelled otherwise would be half of each, so it is
     * refused.
     */
    private static boolean prefixed(String name, String prefix) {
        if (name.regionMatches(true, 0, prefix, 0, prefix.length()) && !name.startsWith(prefix)) {
            throw new IllegalArgumentException("name: spell the prefix " + prefix + ", given " + name);
        }
        return name.startsWith(prefix);
    }

    /**
     * The line that sets the cookie.
     *
     * @param maxAge how long the browser keeps it, clamped to one second to 400 days; null until the browser closes
     */
    SetCookie live(String value, @Nullable Duration maxAge, Instant now) {
        CookieGrammar.requireValue(name, value);
        if (maxAge == null) {
            return line(value, "");
        }
        // Zero would read as a deletion.
        long seconds = Math.max(1, Math.min(maxAge.toSeconds(), MAX_AGE_SECONDS));
        return line(value, "; Max-Age=" + seconds + "; Expires=" + HttpDate.format(now.plusSeconds(seconds)));
    }

    /** The line that makes the browser forget the cookie: the live one's identity, and a past date. */
    SetCookie deletion() {
        return line("", "; Max-Age=0; Expires=" + HttpDate.format(Instant.EPOCH));
    }

    private SetCookie line(String value, String age) {
        String flags =
                (secure ? "; Secure" : "") + (httpOnly ? "; HttpOnly" : "") + "; SameSite=" + sameSite.attribute();
        String scope = domain == null ? "" : "; Domain=" + domain;
        return new SetCookie(name, value, name + "=" + value + "; Path=" + path + flags + age + scope);
    }
}
