package dev.sojourn.session.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCookieTest {

    private static final Instant NOW = Instant.parse("2026-11-05T07:08:09.987Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private static String line(SessionCookie cookie) {
        return cookie.live("v1", HOUR, NOW).headerValue();
    }

    @Test
    void withoutConfigurationEveryProtectionIsWrittenOutAndNoDomainOrAge() {
        assertThat(line(SessionCookie.standard())).isEqualTo("__Host-sid=v1; Path=/; Secure; HttpOnly; SameSite=Lax");
    }

    @Test
    void theDevelopmentCookieHasAnUnprefixedNameAndIsNotSecure() {
        assertThat(line(SessionCookie.development())).isEqualTo("sid=v1; Path=/; HttpOnly; SameSite=Lax");
        assertThat(SessionCookie.development().isSecure()).isFalse();
    }

    @Test
    void productionNeverAcceptsTheNameOfTheDevelopmentCookie() {
        assertThatThrownBy(() -> SessionCookie.standard().named("sid")).hasMessageStartingWith("name:");
        assertThatThrownBy(() -> SessionCookie.development().named("other")).hasMessageStartingWith("name:");
    }

    @Test
    void everySettingIsWritten() {
        SessionCookie cookie = SessionCookie.standard()
                .named("__Secure-id")
                .domain("shop.example")
                .path("/till")
                .sameSite(SameSite.NONE)
                .persistent();
        assertThat(line(cookie))
                .isEqualTo("__Secure-id=v1; Path=/till; Secure; HttpOnly; SameSite=None; Max-Age=3600;"
                        + " Expires=Thu, 05 Nov 2026 08:08:09 GMT; Domain=shop.example");
        assertThat(cookie.name()).isEqualTo("__Secure-id");
        assertThat(cookie.isPersistent()).isTrue();
    }

    @Test
    void aChangeLeavesTheOriginalAsItWas() {
        SessionCookie standard = SessionCookie.standard();
        standard.sameSite(SameSite.STRICT);
        standard.persistent();
        assertThat(line(standard)).endsWith("SameSite=Lax");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__Host-Http-sid",
                "__Http-sid",
                "__Secure-sid",
                "JSESSIONID",
                "__Hosted",
                "_",
                "a!#$%&'*+-.^_`|~9"
            })
    void namesThatContradictNothingAreTaken(String name) {
        assertThat(line(SessionCookie.standard().named(name))).startsWith(name + "=v1;");
    }

    static Stream<Arguments> contradictions() {
        SessionCookie standard = SessionCookie.standard();
        return Stream.of(
                arguments("domain", call(() -> standard.domain("shop.example"))),
                arguments("domain", call(() -> standard.named("__Host-Http-sid").domain("shop.example"))),
                arguments("path", call(() -> standard.path("/till"))),
                arguments("path", call(() -> standard.named("__Host-Http-sid").path("/till"))),
                arguments("sameSite", call(() -> SessionCookie.development().sameSite(SameSite.NONE))),
                arguments("secure", call(() -> settings("__Host-sid", "/", false, true))),
                arguments("secure", call(() -> settings("__Secure-sid", "/", false, true))),
                arguments("secure", call(() -> settings("__Http-sid", "/", false, true))),
                arguments("secure", call(() -> settings("__Host-Http-sid", "/", false, true))),
                arguments("httpOnly", call(() -> settings("__Http-theme", "/", true, false))),
                arguments("httpOnly", call(() -> settings("__Host-Http-theme", "/", true, false))),
                arguments("name", call(() -> standard.named("__host-sid"))),
                arguments("name", call(() -> standard.named("__HOST-sid"))),
                arguments("name", call(() -> standard.named("__secure-sid"))),
                arguments("name", call(() -> standard.named("__HTTP-sid"))),
                arguments("name", call(() -> standard.named("__Host-http-sid"))),
                arguments("name", call(() -> standard.named("__host-Http-sid"))),
                arguments("name", call(() -> settings("__SECURE-sid", "/", false, false))));
    }

    private static ThrowingCallable call(ThrowingCallable callable) {
        return callable;
    }

    private static CookieSettings settings(String name, String path, boolean secure, boolean httpOnly) {
        return new CookieSettings(name, path, null, secure, httpOnly, SameSite.LAX);
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void aContradictionIsRefusedNamingTheProperty(String property, ThrowingCallable configuration) {
        assertThatThrownBy(configuration)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(property + ":");
    }

    static Stream<String> charactersThatBreakOut() {
        return Stream.concat(
                Stream.iterate(0, c -> c <= 0xff, c -> c + 1)
                        .filter(c -> c <= ' ' || c >= 0x7f || ";,\"\\".indexOf(c) >= 0)
                        .map(c -> String.valueOf((char) (int) c)),
                Stream.of("\u010a", "\u010d", "\u017f", "\u2028", "\u212a", "\ud83c\udf6a", "\uff1b"));
    }

    @ParameterizedTest
    @MethodSource("charactersThatBreakOut")
    void aCharacterThatCouldBreakOutOfTheLineIsRefusedInEveryFieldAndNotRepeatedRaw(String bad) {
        SessionCookie cookie = SessionCookie.standard().named("id");
        for (String text : List.of("a" + bad + "b", bad + "b", "a" + bad)) {
            List<ThrowingCallable> calls = List.of(
                    () -> cookie.named(text),
                    () -> cookie.path("/" + text),
                    () -> cookie.domain(text),
                    () -> cookie.live(text, HOUR, NOW));
            for (ThrowingCallable call : calls) {
                String code = String.format("U+%04X", (int) bad.charAt(0));
                assertThatThrownBy(call)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(code);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".shop.example",
                "shop.example.",
                "shop..example",
                "-a.example",
                "a-.example",
                "Shop.example",
                "a_b"
            })
    void aDomainIsLowerCaseLabelsWithoutDotAtItsEnds(String domain) {
        SessionCookie cookie = SessionCookie.standard().named("id");
        assertThatThrownBy(() -> cookie.domain(domain)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDomainHasAtMost63CharactersBetweenDotsAnd253InAll() {
        SessionCookie cookie = SessionCookie.standard().named("id");
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "a".repeat(61));
        assertThatCode(() -> cookie.domain(longest)).doesNotThrowAnyException();
        assertThatThrownBy(() -> cookie.domain(longest + "a")).hasMessageContaining("253");
        assertThatThrownBy(() -> cookie.domain(label + "a.example")).hasMessageContaining("63");
    }

    @Test
    void aPathBeginsWithASlashAndHasAtMost1024Characters() {
        SessionCookie cookie = SessionCookie.standard().named("id");
        assertThatThrownBy(() -> cookie.path("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> cookie.path("till")).isInstanceOf(IllegalArgumentException.class);
        assertThatCode(() -> cookie.path("/" + "x".repeat(1023))).doesNotThrowAnyException();
        assertThatThrownBy(() -> cookie.path("/" + "x".repeat(1024)))
                .hasMessageContaining("1024")
                .hasMessageContaining("1025");
    }

    @Test
    void nameAndValueTogetherHaveAtMost4096Octets() {
        SessionCookie cookie = SessionCookie.standard();
        assertThatCode(() -> cookie.live("x".repeat(4086), HOUR, NOW)).doesNotThrowAnyException();
        assertThatThrownBy(() -> cookie.live("x".repeat(4087), HOUR, NOW))
                .hasMessageContaining("4096")
                .hasMessageContaining("4097");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "v=1", "v+1", "v/1", "v%31"})
    void aValueThatWouldNotBeReadBackIsNotWritten(String value) {
        assertThatThrownBy(() -> SessionCookie.standard().live(value, HOUR, NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        SetCookie written = SessionCookie.standard().live("Az09_.-", HOUR, NOW);
        String pair = written.headerValue().substring(0, written.headerValue().indexOf(';'));
        assertThat(RequestCookies.find(List.of(pair), "__Host-sid")).isEqualTo(new RequestCookies.One("Az09_.-"));
        assertThat(written.name() + "=" + written.value()).isEqualTo(pair);
    }

    @Test
    void anAgeAbove400DaysIsClampedAndExpiresAgrees() {
        String line = SessionCookie.standard()
                .persistent()
                .live("v1", Duration.ofDays(730), NOW)
                .headerValue();
        assertThat(line).contains("; Max-Age=34560000;");
        assertExpiresAt(line, NOW.plusSeconds(34_560_000));
    }

    @ParameterizedTest
    @ValueSource(longs = {-5, 0, 1, 999})
    void aRemainderBelowASecondDoesNotReadAsADeletion(long millis) {
        String line = SessionCookie.standard()
                .persistent()
                .live("v1", Duration.ofMillis(millis), NOW)
                .headerValue();
        assertThat(line).contains("; Max-Age=1;");
        assertExpiresAt(line, NOW.plusSeconds(1));
    }

    private static void assertExpiresAt(String line, Instant expected) {
        String date = line.replaceFirst(".*; Expires=([^;]*).*", "$1");
        Instant expires =
                ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        assertThat(Duration.between(expires, expected).abs()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    static Stream<SessionCookie> everyKind() {
        return Stream.of(
                SessionCookie.standard(),
                SessionCookie.standard().persistent(),
                SessionCookie.standard().named("__Host-Http-sid").sameSite(SameSite.NONE),
                SessionCookie.standard()
                        .named("__Secure-sid")
                        .domain("shop.example")
                        .path("/till"),
                SessionCookie.standard().named("plain").sameSite(SameSite.STRICT),
                SessionCookie.development());
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void aDeletionLeavesTheBrowsersJarEmpty(SessionCookie cookie) {
        CookieJar jar = new CookieJar("www.shop.example", "/till/receipt", cookie.isSecure(), NOW);
        jar.receive(cookie.live("v1", HOUR, NOW).headerValue());
        assertThat(jar.size()).isEqualTo(1);
        jar.receive(cookie.deletion().headerValue());
        assertThat(jar.size()).isZero();
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void aDeletionRepeatsEveryAttributeOfTheLiveCookie(SessionCookie cookie) {
        String live = cookie.live("v1", HOUR, NOW).headerValue().replaceFirst("; Max-Age=[^;]*; Expires=[^;]*", "");
        String deletion = cookie.deletion().headerValue();
        assertThat(deletion).contains("; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
        assertThat(deletion.replaceFirst("; Max-Age=[^;]*; Expires=[^;]*", ""))
                .isEqualTo(live.replaceFirst("=v1", "="));
        assertThat(cookie.deletion().value()).isEmpty();
    }

    @Test
    void theValueIsNotShownByToString() {
        assertThat(SessionCookie.standard().live("secret", HOUR, NOW)).hasToString("SetCookie[__Host-sid]");
        assertThat(SessionCookie.standard().deletion()).hasToString("SetCookie[__Host-sid, deletion]");
    }
}
