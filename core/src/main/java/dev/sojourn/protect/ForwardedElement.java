package dev.sojourn.protect;

import org.jspecify.annotations.Nullable;

/** One element of a {@code Forwarded} header (RFC 7239 section 4): what one proxy says of the request it received. */
record ForwardedElement(
        @Nullable String client,
        @Nullable String proto,
        @Nullable String host) {

    /** Reads {@code name=value} pairs parted by semicolons; null where it is malformed or names one thing twice. */
    static @Nullable ForwardedElement parse(String text) {
        String client = null;
        String proto = null;
        String host = null;
        int at = 0;
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            int end = equals < 0 ? -1 : valueEnd(text, equals + 1);
            if (end < 0) {
                return null;
            }
            String name = text.substring(at, equals).strip();
            String value = unquoted(text.substring(equals + 1, end).strip());
            if (name.equalsIgnoreCase("for") && client == null) {
                client = value;
            } else if (name.equalsIgnoreCase("proto") && proto == null) {
                proto = value;
            } else if (name.equalsIgnoreCase("host") && host == null) {
                host = value;
            } else if (name.equalsIgnoreCase("for")
                    || name.equalsIgnoreCase("proto")
                    || name.equalsIgnoreCase("host")) {
                return null;
            }
            at = end + 1;
        }
        return new ForwardedElement(client, proto, host);
    }

    /** Where the value ends: the next semicolon outside quotes, or the end of the text; -1 where a quote stays open. */
    private static int valueEnd(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == ';' && !quoted) {
                return i;
            }
        }
        return quoted ? -1 : text.length();
    }

    /** The text inside the quotes. Addresses, schemes and hosts need no backslash, so one stays and makes them unreadable. */
    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
