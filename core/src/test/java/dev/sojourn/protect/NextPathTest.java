package dev.sojourn.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NextPathTest {

    private static final Set<String> LOGIN = Set.of("/login", "/logout");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/profile",
                "/profile/",
                "/a/b?c=d&e=f",
                "/search?q=a//b",
                "/search?next=https://evil.example/",
                "/search?q=%5C%0A",
                "/%C3%A4/x",
                "/a?",
                "/a?b?c",
                "/login2",
                "/my/login",
                "/?login",
                "/a:b@c",
            })
    void aPathOfThisApplicationIsKeptAsItIs(String path) {
        assertThat(NextPath.parse(path, LOGIN)).map(NextPath::text).contains(path);
        assertThat(NextPath.of(path)).hasToString(path).isEqualTo(NextPath.of(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "profile",
                "?a=b",
                "#top",
                ".",
                "../x",
                "//",
                "//evil.example",
                "//evil.example/%2f..",
                "///evil.example",
                "////evil.example",
                "/\\evil.example",
                "/\\/evil.example",
                "\\\\evil.example",
                "\\/evil.example",
                "/a\\b",
                "/a?b=\\",
                "/\t/evil.example",
                "/\n/evil.example",
                "/\r\n/evil.example",
                "/\u0000/evil.example",
                " //evil.example",
                "/ /evil.example",
                "\u0001//evil.example",
                "/%09/evil.example",
                "/%0a/evil.example",
                "/%0d%0aSet-Cookie:x=y",
                "/%5cevil.example",
                "/%5C%5Cevil.example",
                "/%2f/evil.example",
                "/%2F%2Fevil.example",
                "/%00",
                "/%7f",
                "/./\\evil.example",
                "/.//evil.example",
                "/..//evil.example",
                "/a/..//evil.example",
                "/a/%2e%2e//evil.example",
                "/%2e//evil.example",
                "/a/../b",
                "/./a",
                "/a//b",
                "/a;b",
                "https://shop.example/",
                "https://evil.example/",
                "https:/evil.example",
                "https:evil.example",
                "http://evil.example",
                "HTTPS:evil.example",
                "javascript:alert(1)",
                "JaVaScRiPt:alert(1)//",
                "data:text/html,x",
                "/a#b",
                "/#//evil.example",
                "/%",
                "/%2",
                "/%zz",
                "/a?b=%",
                "/a?b=%zz",
                "/\u00e4",
                "/\uff0fevil.example",
                "/\u3002evil.example",
                "/a<b>",
                "/a\"b",
                "/a|b",
                "@evil.example",
                ":80/",
                "user@evil.example",
                "null",
            })
    void anythingThatCouldLeadElsewhereIsRefused(String path) {
        assertThat(NextPath.parse(path, Set.of())).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> NextPath.of(path)).withMessageContaining("visible ASCII");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login",
                "/login/",
                "/login?next=/",
                "/LOGIN",
                "/%6cogin",
                "/%6C%6fgin/",
                "/logout",
                "/Logout?x",
                "/login/?",
            })
    void loginAndLogoutAreNoPlacesToReturnTo(String path) {
        assertThat(NextPath.parse(path, LOGIN)).isEmpty();
        assertThat(NextPath.parse(path, Set.of())).isPresent();
    }

    @Test
    void whatIsNotGivenOrGivenTwiceIsEmpty() {
        assertThat(NextPath.parse((String) null, LOGIN)).isEmpty();
        assertThat(NextPath.parse(List.of(), LOGIN)).isEmpty();
        assertThat(NextPath.parse(List.of("/a"), LOGIN)).isPresent();
        assertThat(NextPath.parse(List.of("/a", "/a"), LOGIN)).isEmpty();
    }

    @Test
    void thePathHas2048CharactersAtMost() {
        assertThat(NextPath.parse("/" + "a".repeat(2047), LOGIN)).isPresent();
        assertThat(NextPath.parse("/" + "a".repeat(2048), LOGIN)).isEmpty();
    }

    @Test
    void onlyTheTargetOfAGetIsComeBackTo() {
        assertThat(NextPath.ofRequest(Request.of("GET").at("/a?b=c").head(), LOGIN))
                .contains(NextPath.of("/a?b=c"));
        assertThat(NextPath.ofRequest(Request.of("HEAD").at("/a").head(), LOGIN))
                .isEmpty();
        assertThat(NextPath.ofRequest(Request.of("POST").at("/a").head(), LOGIN))
                .isEmpty();
        assertThat(NextPath.ofRequest(Request.of("GET").at("/login").head(), LOGIN))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/profile, /profile", "/a?b=c&d=%20+e, /a%3Fb%3Dc%26d%3D%2520%2Be", "/~a-b_c.d, /~a-b_c.d"})
    void theTextFitsIntoAQueryParameter(String path, String value) {
        assertThat(NextPath.of(path).queryValue()).isEqualTo(value);
    }

    @Test
    void acceptedTextStaysAtItsOriginForEveryReader() {
        String[] parts = {
            "/",
            "/",
            "\\",
            ".",
            "..",
            "%",
            "%2f",
            "%2e",
            "%5c",
            "%0a",
            ":",
            "@",
            "?",
            "#",
            ";",
            "\t",
            "\n",
            " ",
            "a",
            "http:",
            "https://",
            "javascript:",
            "evil.example",
            "[::1]",
            "\u3002",
            "\uff0f",
            "\u0000",
            "\u2028",
            "//",
            "~",
            "&",
            "=",
            "+",
            "0",
            "-",
        };
        Random random = new Random(20261123);
        int accepted = 0;
        for (int round = 0; round < 100_000; round++) {
            StringBuilder text = new StringBuilder(random.nextInt(10) == 0 ? "" : "/");
            for (int length = random.nextInt(7); length > 0; length--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            String given = text.toString();
            var next = NextPath.parse(given, LOGIN);
            if (next.isPresent()) {
                accepted++;
                String location = next.get().text();
                assertThat(location).isEqualTo(given);
                assertThat(NextPath.parse(location, LOGIN)).isEqualTo(next);
                URI resolved = URI.create("https://shop.example/login").resolve(location);
                assertThat(resolved.getScheme() + "://" + resolved.getRawAuthority())
                        .as(given)
                        .isEqualTo("https://shop.example");
                assertThat(asBrowsersResolve(location)).as(given).isEqualTo("https://shop.example");
            }
        }
        assertThat(accepted).isGreaterThan(5_000);
    }

    /** The origin a browser would go to from https://shop.example/login, after the URL Standard's parser in outline. */
    private static String asBrowsersResolve(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) <= 0x20) {
            start++;
        }
        while (end > start && text.charAt(end - 1) <= 0x20) {
            end--;
        }
        StringBuilder cleaned = new StringBuilder();
        for (char c : text.substring(start, end).toCharArray()) {
            if (c != '\t' && c != '\n' && c != '\r') {
                cleaned.append(c == '\\' ? '/' : c);
            }
        }
        String url = cleaned.toString();
        int colon = url.indexOf(':');
        boolean scheme = colon > 0
                && Character.isLetter(url.charAt(0))
                && url.substring(0, colon).chars().allMatch(c -> Character.isLetterOrDigit(c) || "+-.".indexOf(c) >= 0);
        if (scheme) {
            return "other scheme " + url.substring(0, colon).toLowerCase(Locale.ROOT);
        }
        return url.startsWith("//") ? "other host" : "https://shop.example";
    }
}
