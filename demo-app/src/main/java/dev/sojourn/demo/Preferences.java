package dev.sojourn.demo;

import dev.sojourn.session.cookie.PreferenceCookie;
import dev.sojourn.session.cookie.SetCookie;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a visitor likes the pages. Kept in plain cookies, because nothing hangs on them; whatever is not on the lists counts as not
 * chosen.
 */
public record Preferences(String theme, String background, String fontSize) {

    static final PreferenceCookie<String> THEME = PreferenceCookie.oneOf("theme", "auto", Set.of("light", "dark"));
    static final PreferenceCookie<String> BACKGROUND =
            PreferenceCookie.oneOf("background", "plain", Set.of("sand", "mint", "sky", "rose"));
    static final PreferenceCookie<String> FONT_SIZE =
            PreferenceCookie.oneOf("font-size", "medium", Set.of("small", "large"));

    public static final List<String> THEMES = List.of("auto", "light", "dark");
    public static final List<String> BACKGROUNDS = List.of("plain", "sand", "mint", "sky", "rose");
    public static final List<String> FONT_SIZES = List.of("small", "medium", "large");

    static Preferences read(List<String> cookieLines) {
        return new Preferences(THEME.read(cookieLines), BACKGROUND.read(cookieLines), FONT_SIZE.read(cookieLines));
    }

    /** The choices of a form, with the default for anything that is not on the lists. */
    static Preferences chosen(@Nullable String theme, @Nullable String background, @Nullable String fontSize) {
        return new Preferences(
                listed(THEMES, theme, "auto"),
                listed(BACKGROUNDS, background, "plain"),
                listed(FONT_SIZES, fontSize, "medium"));
    }

    List<SetCookie> cookies(Instant now) {
        return List.of(THEME.write(theme, now), BACKGROUND.write(background, now), FONT_SIZE.write(fontSize, now));
    }

    private static String listed(List<String> list, @Nullable String given, String fallback) {
        return given != null && list.contains(given) ? given : fallback;
    }
}
