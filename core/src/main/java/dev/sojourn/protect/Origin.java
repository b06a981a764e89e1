package dev.sojourn.protect;

import dev.sojourn.http.RequestHead;
import java.util.Locale;
import java.util.Optional;

/**
 * A web origin: scheme, host and port, all three compared exactly (RFC 6454). Immutable value; default ports are elided,
 * so {@code https://shop.example:443} and {@code https://shop.example} are one origin.
 */
public final class Origin {

    private static final int MAX_AUTHORITY = 261;
    private static final String BAD_PORT = "bad";

    private final String scheme;
    private final String host;
    private final String text;

    private Origin(String scheme, String host, String port) {
        this.scheme = scheme;
        this.host = host;
        this.text = scheme + "://" + host + port;
    }

    /**
     * The origin written by the owner of a configuration.
     *
     * @throws IllegalArgumentException when the text is not exactly {@code scheme://host} or {@code scheme://host:port}
     */
    public static Origin of(String text) {
        return parse(text)
                .orElseThrow(() -> new IllegalArgumentException("an origin is written scheme://host or"
                        + " scheme://host:port in lower-case ASCII, without path or slash at the end (\"https://shop.example\");"
                        + " given \"" + text + "\""));
    }

    /**
     * Reads what an {@code Origin} header holds, strictly: lower-case ASCII, no user, path, query or slash at the end.
     * Anything else, {@code null} included, is empty and never an exception.
     */
    public static Optional<Origin> parse(String text) {
        int mark = text.indexOf("://");
        return mark > 0 && isScheme(text, mark)
                ? parse(text.substring(0, mark), text.substring(mark + 3))
                : Optional.empty();
    }

    /** The origin a request is addressed to, by its scheme and authority; empty where the authority is missing or malformed. */
    public static Optional<Origin> ofRequest(RequestHead effective) {
        return parse(effective.scheme(), lowerCase(effective.authority()));
    }

    private static Optional<Origin> parse(String scheme, String authority) {
        if (authority.isEmpty() || authority.length() > MAX_AUTHORITY) {
            return Optional.empty();
        }
        int hostEnd = authority.charAt(0) == '[' ? authority.indexOf(']') + 1 : authority.indexOf(':');
        if (hostEnd < 0) {
            hostEnd = authority.length();
        }
        String host = host(authority.substring(0, hostEnd));
        String port = port(scheme, authority.substring(hostEnd));
        return host.isEmpty() || port.equals(BAD_PORT) ? Optional.empty() : Optional.of(new Origin(scheme, host, port));
    }

    /** Lower case of ASCII text; other text as it is, since some letters beyond ASCII have a lower case within it. */
    static String lowerCase(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return text;
            }
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static boolean isScheme(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z';
            boolean later = i > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.');
            if (!letter && !later) {
                return false;
            }
        }
        return true;
    }

    /** The host as a browser writes it; empty where it is none. */
    private static String host(String text) {
        if (text.startsWith("[")) {
            IpAddress address = IpAddress.parseV6(text.substring(1, text.length() - 1));
            return address == null ? "" : "[" + address.hexGroups() + "]";
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_')) {
                return "";
            }
        }
        return text;
    }

    /** The port with its colon, empty where it is the scheme's own. */
    private static String port(String scheme, String text) {
        if (text.isEmpty()) {
            return "";
        }
        if (text.charAt(0) != ':' || text.length() < 2 || text.length() > 6 || text.charAt(1) == '0') {
            return BAD_PORT;
        }
        int number = 0;
        for (int i = 1; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return BAD_PORT;
            }
            number = number * 10 + digit;
        }
        if (number > 65_535) {
            return BAD_PORT;
        }
        boolean usual = number == 443 && scheme.equals("https") || number == 80 && scheme.equals("http");
        return usual ? "" : text;
    }

    /** The scheme in lower case, such as {@code https}. */
    public String scheme() {
        return scheme;
    }

    /** The host in lower case; an IPv6 literal in brackets and in its shortest form. */
    public String host() {
        return host;
    }

    /** True where the host is this machine by its very name: localhost, names below it, 127.0.0.0/8, ::1. */
    public boolean local() {
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        IpAddress address = IpAddress.parseHop(host);
        return address != null && address.loopback();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Origin origin && text.equals(origin.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The form that {@code Origin} headers use: {@code scheme://host}, and the port where it is not the scheme's own. */
    @Override
    public String toString() {
        return text;
    }
}
