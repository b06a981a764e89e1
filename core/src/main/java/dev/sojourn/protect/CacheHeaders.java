package dev.sojourn.protect;

import dev.sojourn.http.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Keeps shared caches from giving one user's page or cookie to another (RFC 9111). Stateless. Only {@code Cache-Control} and
 * {@code Vary} are looked at: an application that steers its CDN by another header answers for that itself.
 */
public final class CacheHeaders {

    private static final Header VARY = new Header("Vary", "Cookie");
    private static final Header NO_STORE = new Header("Cache-Control", "no-store");
    private static final Header PRIVATE = new Header("Cache-Control", "private, no-cache");
    private static final List<Header> READ = List.of(PRIVATE, VARY);
    private static final List<Header> COOKIE_SET = List.of(NO_STORE, VARY);

    private CacheHeaders() {}

    /**
     * The header fields to set on the response, each in place of all lines of its name; empty where the session was not
     * looked at.
     *
     * <p>A response that sets a session cookie becomes {@code no-store}, whatever it said. One that merely looked at the
     * session becomes {@code private}: {@code public} and {@code s-maxage} are taken out, other directives stay; where it
     * said nothing it becomes {@code private, no-cache}, so that a browser asks again instead of guessing how long a
     * personal page is good. Both vary by {@code Cookie}.
     *
     * @param read whether the session was looked at in any way
     * @param cookieSet whether the response sets or deletes a session cookie
     * @param cacheControl the lines of {@code Cache-Control} that the response has now
     * @param vary the lines of {@code Vary} that the response has now
     */
    public static List<Header> of(boolean read, boolean cookieSet, List<String> cacheControl, List<String> vary) {
        if (!read && !cookieSet) {
            return List.of();
        }
        if (vary.isEmpty() && (cookieSet || cacheControl.isEmpty())) {
            return cookieSet ? COOKIE_SET : READ;
        }
        return List.of(cookieSet ? NO_STORE : madePrivate(cacheControl), varyingByCookie(vary));
    }

    private static Header madePrivate(List<String> lines) {
        List<String> kept = new ArrayList<>();
        for (String directive : elements(lines)) {
            switch (name(directive)) {
                // A private that lists fields protects those fields alone.
                case "public", "s-maxage", "private" -> {}
                default -> kept.add(directive);
            }
        }
        if (kept.isEmpty() && lines.isEmpty()) {
            return PRIVATE;
        }
        kept.add("private");
        return new Header("Cache-Control", String.join(", ", kept));
    }

    private static String name(String directive) {
        int equals = directive.indexOf('=');
        return (equals < 0 ? directive : directive.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
    }

    private static Header varyingByCookie(List<String> lines) {
        List<String> names = new ArrayList<>();
        for (String name : elements(lines)) {
            if (name.equals("*")) {
                return new Header("Vary", "*");
            }
            if (names.stream().noneMatch(name::equalsIgnoreCase)) {
                names.add(name);
            }
        }
        if (names.stream().noneMatch("Cookie"::equalsIgnoreCase)) {
            names.add("Cookie");
        }
        return new Header("Vary", String.join(", ", names));
    }

    /** The elements of a list header; commas inside quotes part nothing, and an element whose quote stays open is dropped. */
    private static List<String> elements(List<String> lines) {
        List<String> elements = new ArrayList<>();
        for (String line : lines) {
            boolean quoted = false;
            int start = 0;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c == '\\' && quoted) {
                    i++;
                } else if (c == '"') {
                    quoted = !quoted;
                } else if (c == ',' && !quoted) {
                    add(elements, line.substring(start, i));
                    start = i + 1;
                }
            }
            if (!quoted) {
                add(elements, line.substring(start));
            }
        }
        return elements;
    }

    private static void add(List<String> elements, String text) {
        String element = text.strip();
        if (!element.isEmpty()) {
            elements.add(element);
        }
    }
}
