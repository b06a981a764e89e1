package dev.sojourn.http;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The head of one request as the server saw it. Immutable as long as its header look-up is.
 *
 * @param method the method token exactly as sent (RFC 9110 section 9.1: case-sensitive)
 * @param scheme {@code "http"} or {@code "https"}: how the request reached this server, or, once trusted proxies have
 *     been asked, how it left the client
 * @param authority the host and optional port the request names (Host header or HTTP/2 {@code :authority}), as sent;
 *     empty where it names none
 * @param path the raw request path: percent-escapes, path parameters and dot segments as sent
 * @param query the raw query without {@code ?}; null where the target has no query
 * @param headers the request's header fields
 * @param peer the address of the TCP peer as IP literal text; or, once trusted proxies have been asked, of the client
 */
public record RequestHead(
        String method,
        String scheme,
        String authority,
        String path,
        @Nullable String query,
        HeaderLookup headers,
        String peer) {

    /** True when the client's connection is HTTPS. */
    public boolean secure() {
        return scheme.equals("https");
    }

    /** True for the methods that must not change anything: GET, HEAD, OPTIONS (RFC 9110 section 9.2.1; TRACE left out). */
    public boolean safeMethod() {
        return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
    }

    /** The field lines of a header; empty where the request has none. */
    public List<String> header(String name) {
        return headers.lines(name);
    }

    /** The only field line of a header; null where the request has none, or more than one. */
    public @Nullable String single(String name) {
        List<String> lines = headers.lines(name);
        return lines.size() == 1 ? lines.get(0) : null;
    }

    /** The request target in origin form: path, and query where there is one. */
    public String target() {
        return query == null ? path : path + "?" + query;
    }

    /** True when a person is looking: a GET or HEAD by which a browser loads a page, rather than a script or an API call. */
    public boolean navigation() {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return false;
        }
        return wantsPage();
    }

    /** True when the answer will be shown as a page, whatever the method: by {@code Sec-Fetch-Mode}, else by {@code Accept}. */
    public boolean wantsPage() {
        String mode = single("Sec-Fetch-Mode");
        if (mode != null) {
            return mode.equals("navigate");
        }
        return header("Accept").stream()
                .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("text/html"));
    }
}
