package dev.sojourn.session.cookie;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A small choice that needs no protection, such as a theme or a font size, kept in a plain cookie that page scripts
 * may read. Whatever the browser sends is checked, and anything unknown is the default. Secure, SameSite=Lax, Path=/,
 * kept for a year. Immutable and thread-safe.
 *
 * <pre>{@code
 * static final PreferenceCookie<Theme> THEME = PreferenceCookie.ofEnum("theme", Theme.SYSTEM);
 * static final PreferenceCookie<String> COLOUR = PreferenceCookie.oneOf("colour", "white", Set.of("ivory", "mint"));
 * static final PreferenceCookie<Integer> FONT_SIZE = PreferenceCookie.of("font-size", 16,
 *         text -> Sizes.allowed(Integer.parseInt(text)), size -> Integer.toString(size));
 * }</pre>
 */
public final class PreferenceCookie<T> {

    private static final Duration MAX_AGE = Duration.ofDays(365);

    private final CookieSettings settings;
    private final T fallback;
    private final Function<String, @Nullable T> parser;
    private final Function<T, String> writer;

    private PreferenceCookie(
            CookieSettings settings, T fallback, Function<String, @Nullable T> parser, Function<T, String> writer) {
        this.settings = settings;
        this.fallback = fallback;
        this.parser = parser;
        this.writer = writer;
        textOf(fallback);
    }

    /**
     * A preference of any type.
     *
     * @param name a token (RFC 9110); a prefix such as {@code __Host-} keeps sibling hosts from setting it
     * @param parser gives the value for a text; null or an {@link IllegalArgumentException} where the text is not
     *     allowed
     * @param writer gives the text of a value: one or more of {@code A-Z a-z 0-9 _ . -}, which the parser reads back
     * @throws IllegalArgumentException when the name is unfit, or the default has no text that can be read back
     */
    public static <T> PreferenceCookie<T> of(
            String name, T fallback, Function<String, @Nullable T> parser, Function<T, String> writer) {
        return new PreferenceCookie<>(
                new CookieSettings(name, "/", null, true, false, SameSite.LAX), fallback, parser, writer);
    }

    /**
     * A preference among texts.
     *
     * @throws IllegalArgumentException when the name or a text is unfit for a cookie
     */
    public static PreferenceCookie<String> oneOf(String name, String fallback, Set<String> others) {
        Set<String> allowed = Set.copyOf(others);
        PreferenceCookie<String> cookie =
                of(name, fallback, text -> text.equals(fallback) || allowed.contains(text) ? text : null, text -> text);
        allowed.forEach(cookie::textOf);
        return cookie;
    }

    /**
     * A preference among the constants of an enum, written in lower case.
     *
     * @throws IllegalArgumentException when the name or a constant is unfit for a cookie
     */
    public static <E extends Enum<E>> PreferenceCookie<E> ofEnum(String name, E fallback) {
        Class<E> type = fallback.getDeclaringClass();
        PreferenceCookie<E> cookie = of(
                name,
                fallback,
                text -> {
                    for (E constant : type.getEnumConstants()) {
                        if (lowerCase(constant).equals(text)) {
                            return constant;
                        }
                    }
                    return null;
                },
                PreferenceCookie::lowerCase);
        for (E constant : type.getEnumConstants()) {
            cookie.textOf(constant);
        }
        return cookie;
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The same preference without Secure, for plain HTTP on one's own machine. */
    public PreferenceCookie<T> development() {
        return new PreferenceCookie<>(
                new CookieSettings(settings.name(), "/", null, false, false, SameSite.LAX), fallback, parser, writer);
    }

    /** The cookie's name. */
    public String name() {
        return settings.name();
    }

    /**
     * What the request's {@code Cookie} lines say; the default where they say nothing, several things, or nothing
     * allowed.
     */
    public T read(List<String> cookieHeaderLines) {
        T value = RequestCookies.find(cookieHeaderLines, settings.name()) instanceof RequestCookies.One found
                ? parse(found.value())
                : null;
        return value == null ? fallback : value;
    }

    /**
     * The line that keeps this choice.
     *
     * @throws IllegalArgumentException when the value is not one that {@link #read} would give back
     */
    public SetCookie write(T value, Instant now) {
        return settings.live(textOf(value), MAX_AGE, now);
    }

    private String textOf(T value) {
        String text = CookieGrammar.requireValue(settings.name(), writer.apply(value));
        if (!Objects.equals(parse(text), value)) {
            throw new IllegalArgumentException(
                    "preference " + settings.name() + " does not allow the value written as \"" + text + "\"");
        }
        return text;
    }

    private @Nullable T parse(String text) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException notAllowed) {
            return null;
        }
    }
}
