package dev.sojourn.protect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.http.Header;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheHeadersTest {

    private static String value(List<Header> headers, String name) {
        return headers.stream()
                .filter(header -> header.name().equals(name))
                .map(Header::value)
                .reduce((one, two) -> one + " AND " + two)
                .orElse("");
    }

    /** Lines are parted by a bar; an empty cell is no line. */
    private static List<String> lines(String cell) {
        return cell.isEmpty() ? List.of() : List.of(cell.split("\\|"));
    }

    @Test
    void aResponseThatNeverLookedAtTheSessionIsLeftAlone() {
        assertThat(CacheHeaders.of(false, false, List.of("public, max-age=60"), List.of("Accept")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'private, no-cache'",
        "public, private",
        "'public, max-age=60', 'max-age=60, private'",
        "'Public,S-MaxAge=600, max-age=60', 'max-age=60, private'",
        "'max-age=60|public', 'max-age=60, private'",
        "s-maxage=600, private",
        "private, private",
        "'private=\"X-User, X-Cart\", max-age=5', 'max-age=5, private'",
        "no-store, 'no-store, private'",
        "'no-store, must-understand, max-age=9', 'no-store, must-understand, max-age=9, private'",
        "no-cache, 'no-cache, private'",
        "'no-cache=\"a, public\"', 'no-cache=\"a, public\", private'",
        "'max-age=60, immutable, stale-while-revalidate=30', 'max-age=60, immutable, stale-while-revalidate=30, private'",
        "' , ,', private",
        "'x=\"\\', private",
        "'max-age=5, x=\"a, s-maxage=9', 'max-age=5, private'",
        "'x=\"a\\\"b, public\", s-maxage=9', 'x=\"a\\\"b, public\", private'",
    })
    void aResponseThatLookedAtTheSessionBecomesPrivate(String before, String after) {
        List<Header> headers = CacheHeaders.of(true, false, lines(before), List.of());
        assertThat(value(headers, "Cache-Control")).isEqualTo(after);
        assertThat(value(headers, "Vary")).isEqualTo("Cookie");
    }

    @ParameterizedTest
    @CsvSource({"''", "public", "'public, max-age=60'", "'private, max-age=60'", "no-store"})
    void aResponseThatSetsASessionCookieIsNotStored(String before) {
        for (boolean read : new boolean[] {true, false}) {
            List<Header> headers = CacheHeaders.of(read, true, lines(before), List.of());
            assertThat(value(headers, "Cache-Control")).isEqualTo("no-store");
            assertThat(value(headers, "Vary")).isEqualTo("Cookie");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', Cookie",
        "Cookie, Cookie",
        "cookie, cookie",
        "Accept-Encoding, 'Accept-Encoding, Cookie'",
        "'Accept-Encoding, Cookie', 'Accept-Encoding, Cookie'",
        "'Accept-Encoding|Origin', 'Accept-Encoding, Origin, Cookie'",
        "'Accept-Encoding, accept-encoding,Cookie|COOKIE', 'Accept-Encoding, Cookie'",
        "*, *",
        "'Accept, *', *",
        "Cookie2, 'Cookie2, Cookie'",
    })
    void varyGainsCookieOnceAndKeepsTheRest(String before, String after) {
        for (boolean cookieSet : new boolean[] {true, false}) {
            assertThat(value(CacheHeaders.of(true, cookieSet, List.of(), lines(before)), "Vary"))
                    .isEqualTo(after);
        }
    }

    @Test
    void theRuleCanBeAppliedTwiceWithoutAddingAnything() {
        List<Header> once = CacheHeaders.of(true, false, List.of("public, max-age=60"), List.of("Origin"));
        List<Header> twice =
                CacheHeaders.of(true, false, List.of(value(once, "Cache-Control")), List.of(value(once, "Vary")));
        assertThat(twice).isEqualTo(once);
    }
}
