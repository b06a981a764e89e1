package dev.sojourn.protect;

import dev.sojourn.http.RequestHead;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where to go after login: a path of this application, with its query perhaps, that no browser can read as another
 * origin. Immutable value; safe to send as {@code Location} as it is.
 *
 * <p>A path that guard and router might read differently ({@link AmbiguousPath}) is refused too. Whoever keeps the text
 * between two requests parses it again before use.
 */
public final class NextPath {

    private static final int MAX_LENGTH = 2048;

    private final String text;

    private NextPath(String text) {
        this.text = text;
    }

    /**
     * A fixed path, for a fallback.
     *
     * @throws IllegalArgumentException when {@link #parse(String, Set)} would refuse it
     */
    public static NextPath of(String path) {
        return parse(path, Set.of())
                .orElseThrow(
                        () -> new IllegalArgumentException("a path of this application begins with one slash and has at"
                                + " most " + MAX_LENGTH
                                + " visible ASCII characters, no fragment, no dot segment, no \"//\", no"
                                + " backslash, no \";\"; given \"" + path + "\""));
    }

    /**
     * Reads what a request gave as return path; empty for anything but a safe one.
     *
     * @param given the text, decoded once as a parameter is; null counts as not given
     * @param excluded paths that make no sense to return to, such as those of login and logout; any spelling of them
     */
    public static Optional<NextPath> parse(@Nullable String given, Set<String> excluded) {
        if (given == null || given.isEmpty() || given.length() > MAX_LENGTH || !isVisible(given)) {
            return Optional.empty();
        }
        URI uri;
        try {
            uri = new URI(given);
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
        // The URI class reads "///evil.example" as a path without host, and browsers as a host: so its word that there
        // is
        // no authority is not enough, and the raw path must pass on its own.
        boolean pathOnly = uri.getScheme() == null && uri.getRawAuthority() == null && uri.getRawFragment() == null;
        String path = uri.getRawPath();
        if (!pathOnly
                || path == null
                || given.startsWith("//")
                || AmbiguousPath.test(path)
                || isOneOf(excluded, path)) {
            return Optional.empty();
        }
        return Optional.of(new NextPath(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery()));
    }

    /** Reads the values of a parameter: exactly one is asked for, so a repeated parameter is empty. */
    public static Optional<NextPath> parse(List<String> given, Set<String> excluded) {
        return given.size() == 1 ? parse(given.get(0), excluded) : Optional.empty();
    }

    /** The target of a GET request, to come back to; empty for other methods, whose bodies are never replayed. */
    public static Optional<NextPath> ofRequest(RequestHead head, Set<String> excluded) {
        return head.method().equals("GET") ? parse(head.target(), excluded) : Optional.empty();
    }

    /** The path and query, beginning with one slash. */
    public String text() {
        return text;
    }

    /** The text escaped as the value of a query parameter: {@code "/login?next=" + next.queryValue()}. */
    public String queryValue() {
        return Escapes.ofQueryValue(text);
    }

    private static boolean isVisible(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= 0x20 || c >= 0x7f || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Generous on purpose: whatever a lenient router might take for one of these paths. */
    private static boolean isOneOf(Set<String> excluded, String path) {
        String plain = withoutSlash(Escapes.plain(path));
        for (String one : excluded) {
            if (withoutSlash(one).equalsIgnoreCase(plain)) {
                return true;
            }
        }
        return false;
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NextPath path && text.equals(path.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The same as {@link #text()}. */
    @Override
    public String toString() {
        return text;
    }
}
