package dev.sojourn.session.cookie;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds one cookie in a request's raw {@code Cookie} header lines: octet for octet, with no other mode and no
 * decoding. A foreign cookie, however malformed, neither fails the request nor hides the one looked for. Linear time,
 * no exception for any input.
 *
 * <p>Ask the server for the raw lines; its own list of cookies depends on its compliance mode.
 */
public final class RequestCookies {

    private static final int MAX_HEADER = 16 * 1024;
    private static final int MAX_PAIRS = 200;
    private static final int MAX_VALUE = 4096;
    private static final String SEPARATOR = "; ";

    private static final Lookup CONFLICT = new Conflict();
    private static final Lookup NOT_SENT = new None(Reason.NOT_SENT);
    private static final Lookup INVALID = new None(Reason.INVALID);
    private static final Lookup TOO_LARGE = new None(Reason.TOO_LARGE);

    private final String name;
    private int pairs;
    private boolean conflict;
    private @Nullable CharSequence line;
    private int valueFrom;
    private int valueTo;

    private RequestCookies(String name) {
        this.name = name;
    }

    /** How a look-up went. Immutable. */
    public sealed interface Lookup {}

    /**
     * Handle the request as one without the cookie.
     *
     * @param reason why, for events; never to be told to the client
     */
    public record None(Reason reason) implements Lookup {}

    /**
     * The cookie was sent once, or several times with the same value. Its {@code toString} is redacted.
     *
     * @param value 1 to 4096 characters of {@code A-Z a-z 0-9 _ . -}
     */
    public record One(String value) implements Lookup {
        @Override
        public String toString() {
            return "One[redacted]";
        }
    }

    /**
     * The cookie was sent with different values: none of them is to be used, in whatever order they came, and none
     * deleted.
     */
    public record Conflict() implements Lookup {}

    /** Why there is no value. */
    public enum Reason {
        /** No cookie of that name was sent. */
        NOT_SENT,
        /** It was sent with a value that this library never writes. */
        INVALID,
        /** All Cookie lines together exceed 16 KiB or 200 pairs; they were not read. */
        TOO_LARGE
    }

    /**
     * Looks for the cookie of exactly that name in all {@code Cookie} lines of a request, in the order received.
     *
     * @param cookieHeaderLines the values of all Cookie header fields, HTTP/2 crumbs included, as ISO-8859-1 text
     * @throws IllegalArgumentException when the name is no cookie name; never because of the lines
     */
    public static Lookup find(List<String> cookieHeaderLines, String name) {
        return scan(cookieHeaderLines, name);
    }

    /** The same for any text, so that a test can count how often a character is looked at. */
    static Lookup scan(List<? extends CharSequence> lines, String name) {
        CookieGrammar.requireName(name);
        if (joinedLengthExceeds(lines, MAX_HEADER)) {
            return TOO_LARGE;
        }
        RequestCookies scan = new RequestCookies(name);
        for (CharSequence line : lines) {
            scan.readLine(line);
        }
        return scan.verdict();
    }

    /** The lines are parsed one by one, which is the same as joining them first; the limit is on the joined length. */
    private static boolean joinedLengthExceeds(List<? extends CharSequence> lines, int limit) {
        long length = -SEPARATOR.length();
        for (CharSequence line : lines) {
            length += SEPARATOR.length() + line.length();
        }
        return length > limit;
    }

    private void readLine(CharSequence text) {
        int length = text.length();
        for (int start = 0; start < length && pairs <= MAX_PAIRS; ) {
            int end = pairEnd(text, start);
            readPair(text, start, end);
            start = end + 1;
        }
    }

    private static int pairEnd(CharSequence text, int start) {
        if (text instanceof String string) {
            int semicolon = string.indexOf(';', start);
            return semicolon < 0 ? string.length() : semicolon;
        }
        int end = start;
        while (end < text.length() && text.charAt(end) != ';') {
            end++;
        }
        return end;
    }

    private void readPair(CharSequence text, int start, int end) {
        int from = skipBlanks(text, start, end);
        if (from == end) {
            return;
        }
        pairs++;
        int afterName = from + name.length();
        if (afterName >= end || !startsWithName(text, from)) {
            return;
        }
        int equalsSign = skipBlanks(text, afterName, end);
        if (equalsSign == end || text.charAt(equalsSign) != '=') {
            return;
        }
        int to = end;
        while (to > equalsSign + 1 && isBlank(text.charAt(to - 1))) {
            to--;
        }
        addValue(text, skipBlanks(text, equalsSign + 1, to), to);
    }

    private boolean startsWithName(CharSequence text, int from) {
        for (int i = 0; i < name.length(); i++) {
            if (text.charAt(from + i) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void addValue(CharSequence text, int from, int to) {
        if (line == null) {
            line = text;
            valueFrom = from;
            valueTo = to;
        } else if (!conflict) {
            conflict = CharSequence.compare(line.subSequence(valueFrom, valueTo), text.subSequence(from, to)) != 0;
        }
    }

    private Lookup verdict() {
        if (pairs > MAX_PAIRS) {
            return TOO_LARGE;
        }
        if (conflict) {
            return CONFLICT;
        }
        if (line == null) {
            return NOT_SENT;
        }
        if (valueTo - valueFrom > MAX_VALUE) {
            return INVALID;
        }
        String value = line.subSequence(valueFrom, valueTo).toString();
        return CookieGrammar.isValue(value) ? new One(value) : INVALID;
    }

    private static int skipBlanks(CharSequence text, int from, int end) {
        int at = from;
        while (at < end && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** SP and HTAB only: {@code trim()} and {@code strip()} would also eat control characters and Unicode blanks. */
    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
