package dev.sojourn.session.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.session.cookie.RequestCookies.Conflict;
import dev.sojourn.session.cookie.RequestCookies.Lookup;
import dev.sojourn.session.cookie.RequestCookies.None;
import dev.sojourn.session.cookie.RequestCookies.One;
import dev.sojourn.session.cookie.RequestCookies.Reason;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCookiesTest {

    private static final String SID = "__Host-sid";
    private static final Lookup FOUND = new One("v1");
    private static final Lookup NOT_SENT = new None(Reason.NOT_SENT);
    private static final Lookup INVALID = new None(Reason.INVALID);
    private static final Lookup TOO_LARGE = new None(Reason.TOO_LARGE);

    private static Lookup find(String... lines) {
        return RequestCookies.find(List.of(lines), SID);
    }

    @Test
    void noCookieLineMeansNotSent() {
        assertThat(find()).isEqualTo(NOT_SENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__Host-sid=v1",
                " \t__Host-sid \t= \tv1\t ",
                ";;; ;\t;__Host-sid=v1;;",
                "a=1;__Host-sid=v1;b=2",
                "a=1; __Host-sid=v1",
                "__Host-sid=v1; __Host-sid2=v2; x__Host-sid=v3; __Host-si=v4; __Host-sid-=v5"
            })
    void theNameIsFoundWhereverItStandsWithBlanksAroundItTrimmed(String line) {
        assertThat(find(line)).isEqualTo(FOUND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__HOST-sid=v1",
                "__host-sid=v1",
                "__Host-SID=v1",
                "__Ho\u017ft-sid=v1",
                "__Host-s\u0131d=v1",
                "__Host-sid\u0000=v1",
                "%5F%5FHost-sid=v1",
                "__Host%2Dsid=v1"
            })
    void aNameSpeltInAnyOtherWayIsAnotherCookie(String line) {
        assertThat(find(line)).isEqualTo(NOT_SENT);
    }

    @Test
    void theKelvinSignIsNoLetterK() {
        assertThat(RequestCookies.find(List.of("to\u212aen=v1"), "token")).isEqualTo(NOT_SENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0001__Host-sid=v1",
                "\u0085__Host-sid=v1",
                "\u00a0__Host-sid=v1",
                "\u2000__Host-sid=v1",
                "\u2028__Host-sid=v1",
                "\u000b__Host-sid=v1",
                "\n__Host-sid=v1",
                "__Host-sid\r=v1"
            })
    void noOtherCharacterIsTrimmedFromTheName(String line) {
        assertThat(find(line)).isEqualTo(NOT_SENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"=v1", "==v1", "__Host-sid", "=__Host-sid=v1", " = __Host-sid=v1", "v1", "= ; ==; __Host-sid ;"})
    void aPairWithoutANameNeverYieldsANamedCookie(String line) {
        assertThat(find(line)).isEqualTo(NOT_SENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$Version=1; __Host-sid=v1; $Path=/; $Domain=x",
                "$Version=\"1\"; __Host-sid=v1; $Path=\"/\"",
                "a=\"x; __Host-sid=v1; y=z\"",
                "a=\"; __Host-sid=v1",
                "a=\"\\\"; __Host-sid=v1; b=\\\"\"",
            })
    void quotesBackslashesAndDollarNamesOfOldStandardsHaveNoMeaning(String line) {
        assertThat(find(line)).isEqualTo(FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1,__Host-sid=v1", "a=1, __Host-sid=v1"})
    void aCommaSeparatesNothing(String line) {
        assertThat(find(line)).isEqualTo(NOT_SENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"v1\"",
                "v1\"",
                "v\\061",
                "v1,__Host-sid=v2",
                "v 1",
                "v\t1",
                "v%31",
                "v=1",
                "v1=",
                "v+1",
                "v/1",
                "v1\u00a0",
                "\u2000v1",
                "v1\u0000",
                "v\r\n1",
                "\u0176",
                "v\u0131"
            })
    void aValueThisLibraryNeverWritesIsInvalid(String value) {
        assertThat(find("a=1; __Host-sid=" + value + "; b=2")).isEqualTo(INVALID);
    }

    static List<Integer> everyCharacter() {
        return IntStream.concat(
                        IntStream.rangeClosed(0, 0xff), IntStream.of(0x10a, 0x17f, 0x2028, 0x212a, 0xd800, 0xffff))
                .boxed()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("everyCharacter")
    void aValueHoldsOnlyLettersDigitsUnderscoreDotAndHyphen(int character) {
        boolean allowed = (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '_'
                || character == '.'
                || character == '-';
        String value = "x" + (char) character + "y";
        Lookup expected = allowed ? new One(value) : character == ';' ? new One("x") : INVALID;
        assertThat(find("__Host-sid=" + value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("everyCharacter")
    void aMalformedNeighbourNeitherFailsTheRequestNorHidesTheCookie(int character) {
        String bad = "b" + (char) character + "d=\"" + (char) character + "=\\";
        assertThat(find(bad + "; __Host-sid=v1")).as("before").isEqualTo(FOUND);
        assertThat(find("__Host-sid=v1; " + bad)).as("after").isEqualTo(FOUND);
        assertThat(find(bad + "; __Host-sid=v1; " + bad)).as("both").isEqualTo(FOUND);
        assertThat(find(bad, "__Host-sid=v1", bad)).as("lines").isEqualTo(FOUND);
    }

    @Test
    void differentValuesAreAConflictInEitherOrderAndOnAnyLine() {
        Lookup conflict = new Conflict();
        assertThat(find("__Host-sid=v1; __Host-sid=v2")).isEqualTo(conflict);
        assertThat(find("__Host-sid=v2; __Host-sid=v1")).isEqualTo(conflict);
        assertThat(find("__Host-sid=v1", "__Host-sid=v2")).isEqualTo(conflict);
        assertThat(find("__Host-sid=v1; __Host-sid=v1; __Host-sid=v2")).isEqualTo(conflict);
        assertThat(find("__Host-sid=v2; __Host-sid=v1; __Host-sid=v1")).isEqualTo(conflict);
    }

    @Test
    void aValidAndAnInvalidValueAreAConflictToo() {
        assertThat(find("__Host-sid=v1; __Host-sid=\"v1\"")).isEqualTo(new Conflict());
        assertThat(find("__Host-sid=; __Host-sid=v1")).isEqualTo(new Conflict());
        assertThat(find("__Host-sid=v1; __Host-sid=v11")).isEqualTo(new Conflict());
    }

    @Test
    void identicalRepeatsCollapseToOne() {
        assertThat(find("__Host-sid=v1; __Host-sid = v1", "__Host-sid=v1")).isEqualTo(FOUND);
        assertThat(find("__Host-sid=\"; __Host-sid=\"")).isEqualTo(INVALID);
    }

    @Test
    void severalLinesCountAsOneJoinedBySemicolonAndBlank() {
        assertThat(find("a=1", "__Host-sid=v1", "b=2")).isEqualTo(FOUND);
        assertThat(find("a=1; __Host-", "sid=v1")).isEqualTo(NOT_SENT);
        assertThat(find("__Host-sid", "=v1")).isEqualTo(NOT_SENT);
        assertThat(find("__Host-sid=", "v1")).isEqualTo(INVALID);
        assertThat(find("", "__Host-sid=v1", "")).isEqualTo(FOUND);
    }

    @Test
    void sixteenKibibytesAreReadAndOneOctetMoreIsNot() {
        String pair = "__Host-sid=v1; a=";
        int limit = 16 * 1024;
        assertThat(find(pair + "x".repeat(limit - pair.length()))).isEqualTo(FOUND);
        assertThat(find(pair + "x".repeat(limit - pair.length() + 1))).isEqualTo(TOO_LARGE);
    }

    @Test
    void theJoinsOfSeveralLinesCountTowardsTheLimit() {
        String half = "a=" + "x".repeat(8 * 1024 - 2 - 1);
        assertThat(find(half, "__Host-sid=v1; " + half.substring(15))).isEqualTo(FOUND);
        assertThat(find(half, "__Host-sid=v1; " + half.substring(14))).isEqualTo(TOO_LARGE);
    }

    @Test
    void twoHundredPairsAreReadAndOneMoreIsNotWhereverTheCookieStands() {
        String others = "a=1;".repeat(199);
        assertThat(find(others + "__Host-sid=v1")).isEqualTo(FOUND);
        assertThat(find("__Host-sid=v1;" + others + " ; ;")).isEqualTo(FOUND);
        assertThat(find("__Host-sid=v1;" + others + "b")).isEqualTo(TOO_LARGE);
        assertThat(find("b;" + others + "__Host-sid=v1")).isEqualTo(TOO_LARGE);
        assertThat(find(Collections.nCopies(201, "__Host-sid=v1").toArray(String[]::new)))
                .isEqualTo(TOO_LARGE);
    }

    @Test
    void aValueHasAtMost4096Characters() {
        String longest = "x".repeat(4096);
        assertThat(find("__Host-sid=" + longest)).isEqualTo(new One(longest));
        assertThat(find("__Host-sid=" + longest + "x")).isEqualTo(INVALID);
    }

    @Test
    void everyCharacterIsLookedAtAFewTimesHoweverTheLineIsMade() {
        int size = 16 * 1024;
        List<String> hostile = List.of(
                "=".repeat(size),
                " ".repeat(size),
                ";".repeat(size),
                "; ".repeat(size / 2),
                "__Host-sid" + " ".repeat(size - 11) + "=",
                "__Host-sid=" + "\t".repeat(size - 11),
                "__Host-sid=" + "x".repeat(size - 11),
                "__Host-sid=x".repeat(size / 12),
                ("__Host-sid=" + "x".repeat(69) + ";").repeat(size / 81),
                "__Host-si;".repeat(size / 10),
                "\"".repeat(size));
        for (String line : hostile) {
            CountingText text = new CountingText(line);
            RequestCookies.scan(List.of(text), SID);
            assertThat(text.reads()).as(line.substring(0, 20)).isLessThanOrEqualTo(5L * size);
        }
    }

    @Test
    void aLineOverTheLimitIsNotLookedAtAtAll() {
        CountingText text = new CountingText("__Host-sid=v1; " + "x".repeat(1 << 20));
        assertThat(RequestCookies.scan(List.of(text), SID)).isEqualTo(TOO_LARGE);
        assertThat(text.reads()).isZero();
    }

    @Test
    void noInputThrows() {
        Random random = new Random(20261123);
        String alphabet = "__Host-sid=;=; \t\"\\,$\u0000\r\n\u00e9\u2028\ud800v1";
        for (int round = 0; round < 20_000; round++) {
            String line = random.ints(random.nextInt(40), 0, alphabet.length())
                    .mapToObj(i -> String.valueOf(alphabet.charAt(i)))
                    .collect(Collectors.joining());
            assertThat(find(line, "__Host-sid=v1; " + line)).isNotNull();
        }
    }

    @Test
    void theValueIsNotShownByToString() {
        assertThat(find("__Host-sid=secret").toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a=b", "a;b", "s\u0131d"})
    void aNameThatIsNoCookieNameIsTheCallersMistake(String name) {
        assertThatThrownBy(() -> RequestCookies.find(List.of("a=1"), name))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
