package dev.sojourn.session.cookie;

/**
 * What the parts of a cookie may be made of (RFC 6265bis section 4.1.1, and narrower where noted). Throws, never
 * repairs.
 */
final class CookieGrammar {

    /** The most octets of name and value together that browsers keep. */
    static final int MAX_SIZE = 4096;

    private static final int MAX_ATTRIBUTE = 1024;
    private static final int MAX_DOMAIN = 253;
    private static final int MAX_LABEL = 63;

    private static final String LETTERS_AND_DIGITS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final boolean[] TOKEN = table(LETTERS_AND_DIGITS + "!#$%&'*+-.^_`|~");
    private static final boolean[] VALUE = table(LETTERS_AND_DIGITS + "_.-");
    private static final boolean[] LABEL = table("abcdefghijklmnopqrstuvwxyz0123456789-");

    private CookieGrammar() {}

    /** Refuses a name that is not a token of RFC 9110 section 5.6.2. */
    static String requireName(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("cookie name is empty");
        }
        requireAll(name, TOKEN, "cookie name");
        return name;
    }

    /** True for the values that Sojourn writes and reads: one or more of {@code A-Z a-z 0-9 _ . -}. */
    static boolean isValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!in(VALUE, text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Refuses what {@link #isValue} is false for, and what is too large together with its name. */
    static String requireValue(String name, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("value of cookie " + name + " is empty");
        }
        requireAll(value, VALUE, "value of cookie " + name);
        if (name.length() + value.length() > MAX_SIZE) {
            throw new IllegalArgumentException("cookie " + name + ": name and value may have " + MAX_SIZE
                    + " octets together, given " + (name.length() + value.length()));
        }
        return value;
    }

    /** Refuses a path that is relative, over-long, or holds anything that could end or confuse the attribute. */
    static String requirePath(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("cookie path must begin with /");
        }
        requireLength(path, MAX_ATTRIBUTE, "cookie path");
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == ';' || c == ',' || c == '"' || c == '\\') {
                throw unfit("cookie path", c, i);
            }
        }
        return path;
    }

    /** Refuses a domain that is not dot-separated lower-case A-labels (RFC 5890), without a dot at either end. */
    static String requireDomain(String domain) {
        requireLength(domain, MAX_DOMAIN, "cookie domain");
        for (int start = 0; start <= domain.length(); ) {
            int dot = domain.indexOf('.', start);
            int end = dot < 0 ? domain.length() : dot;
            requireLabel(domain, start, end);
            start = end + 1;
        }
        return domain;
    }

    private static void requireLabel(String domain, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!in(LABEL, domain.charAt(i))) {
                throw unfit("cookie domain (lower-case letters, digits and hyphens between dots)", domain.charAt(i), i);
            }
        }
        int length = end - start;
        if (length == 0 || length > MAX_LABEL || domain.charAt(start) == '-' || domain.charAt(end - 1) == '-') {
            throw new IllegalArgumentException("cookie domain: each part between dots has 1 to " + MAX_LABEL
                    + " characters and no hyphen at its ends, given \"" + domain + "\"");
        }
    }

    private static void requireLength(String text, int limit, String what) {
        if (text.length() > limit) {
            throw new IllegalArgumentException(what + " may have " + limit + " octets, given " + text.length());
        }
    }

    private static void requireAll(String text, boolean[] allowed, String what) {
        for (int i = 0; i < text.length(); i++) {
            if (!in(allowed, text.charAt(i))) {
                throw unfit(what, text.charAt(i), i);
            }
        }
    }

    /** Tells the character by number and place: raw it could forge a log line, and its neighbours may be secret. */
    private static IllegalArgumentException unfit(String what, char c, int index) {
        return new IllegalArgumentException(
                String.format("%s must not hold the character U+%04X (at index %d)", what, (int) c, index));
    }

    private static boolean in(boolean[] table, char c) {
        return c < table.length && table[c];
    }

    private static boolean[] table(String members) {
        boolean[] table = new boolean[128];
        members.chars().forEach(c -> table[c] = true);
        return table;
    }
}
