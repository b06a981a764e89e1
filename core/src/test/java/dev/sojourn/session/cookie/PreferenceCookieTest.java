package dev.sojourn.session.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferenceCookieTest {

    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

    private enum Theme {
        SYSTEM,
        LIGHT,
        HIGH_CONTRAST
    }

    private static final PreferenceCookie<Theme> THEME = PreferenceCookie.ofEnum("theme", Theme.SYSTEM);
    private static final PreferenceCookie<String> COLOUR =
            PreferenceCookie.oneOf("colour", "white", Set.of("ivory", "mint"));
    private static final PreferenceCookie<Integer> FONT_SIZE =
            PreferenceCookie.of("font-size", 16, PreferenceCookieTest::fontSize, size -> Integer.toString(size));

    private static Integer fontSize(String text) {
        int size = Integer.parseInt(text);
        if (size < 10 || size > 32) {
            throw new IllegalArgumentException("size");
        }
        return size;
    }

    @Test
    void aChoiceThatWasWrittenIsReadBack() {
        assertThat(THEME.read(List.of(sent(THEME.write(Theme.HIGH_CONTRAST, NOW)))))
                .isEqualTo(Theme.HIGH_CONTRAST);
        assertThat(COLOUR.read(List.of(sent(COLOUR.write("mint", NOW))))).isEqualTo("mint");
        assertThat(FONT_SIZE.read(List.of(sent(FONT_SIZE.write(20, NOW))))).isEqualTo(20);
    }

    private static String sent(SetCookie cookie) {
        return "other=1; " + cookie.name() + "=" + cookie.value();
    }

    @Test
    void withoutACookieTheDefaultHolds() {
        assertThat(THEME.read(List.of())).isEqualTo(Theme.SYSTEM);
        assertThat(COLOUR.read(List.of("theme=light"))).isEqualTo("white");
        assertThat(FONT_SIZE.read(List.of(""))).isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dark",
                "LIGHT",
                "light\"",
                "\"light\"",
                "light;x",
                "l\u0131ght",
                "",
                "light,dark",
                "<script>",
                "../etc"
            })
    void anythingElseFallsBackToTheDefault(String value) {
        Theme expected = value.equals("light;x") ? Theme.LIGHT : Theme.SYSTEM;
        assertThat(THEME.read(List.of("theme=" + value))).isEqualTo(expected);
        assertThat(COLOUR.read(List.of("colour=" + value))).isEqualTo("white");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "33", "1e1", "99999999999", "sixteen", "-16"})
    void aParserThatThrowsFallsBackToTheDefault(String value) {
        assertThat(FONT_SIZE.read(List.of("font-size=" + value))).isEqualTo(16);
    }

    @Test
    void twoDifferentChoicesAreNone() {
        assertThat(THEME.read(List.of("theme=light; theme=high_contrast"))).isEqualTo(Theme.SYSTEM);
    }

    @Test
    void itIsKeptForAYearAndScriptsMayReadIt() {
        assertThat(THEME.write(Theme.LIGHT, NOW).headerValue())
                .isEqualTo("theme=light; Path=/; Secure; SameSite=Lax;"
                        + " Max-Age=31536000; Expires=Tue, 23 Nov 2027 00:00:00 GMT");
    }

    @Test
    void overPlainHttpInDevelopmentItIsNotSecure() {
        assertThat(THEME.development().write(Theme.LIGHT, NOW).headerValue()).doesNotContain("Secure");
    }

    @Test
    void aValueThatWouldNotBeReadBackIsNotWritten() {
        assertThatThrownBy(() -> COLOUR.write("black", NOW))
                .hasMessageContaining("colour")
                .hasMessageContaining("black");
        assertThatThrownBy(() -> FONT_SIZE.write(99, NOW)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> COLOUR.write("mint; Domain=evil.example", NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAllowedTextThatNoCookieCanHoldIsRefusedAtOnce() {
        assertThatThrownBy(() -> PreferenceCookie.oneOf("colour", "white", Set.of("#fff")))
                .hasMessageContaining("U+0023");
        assertThatThrownBy(() -> PreferenceCookie.oneOf("colour", "", Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PreferenceCookie.of("font-size", 8, PreferenceCookieTest::fontSize, String::valueOf))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameThatPromisesHttpOnlyIsRefused() {
        assertThatThrownBy(() -> PreferenceCookie.ofEnum("__Host-Http-theme", Theme.SYSTEM))
                .hasMessageStartingWith("httpOnly:");
        assertThat(PreferenceCookie.ofEnum("__Host-theme", Theme.SYSTEM).name()).isEqualTo("__Host-theme");
    }
}
