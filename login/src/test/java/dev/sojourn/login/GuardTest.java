package dev.sojourn.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {

    private final Guard open = Guard.builder()
            .protect("/account/**", "/profile", "/caf\u00e9")
            .allow("/account/help")
            .build();
    private final Guard closed = Guard.builder()
            .denyByDefault()
            .allow("/", "/login", "/static/**")
            .protect("/static/private/**")
            .build();

    @ParameterizedTest
    @CsvSource({
        "/, PUBLIC",
        "/account, LOGGED_IN",
        "/account/, LOGGED_IN",
        "/account/cards/1, LOGGED_IN",
        "/accounts, PUBLIC",
        "/accoun, PUBLIC",
        "/account/help, PUBLIC",
        "/account/help/, PUBLIC",
        "/account/help/more, LOGGED_IN",
        "/account/helpful, LOGGED_IN",
        "/profile, LOGGED_IN",
        "/profile/, LOGGED_IN",
        "/profile/picture, PUBLIC",
        "/x/account, PUBLIC"
    })
    void aProtectedSubtreeHoldsItsRootAndAllBelow(String path, Access expected) {
        assertThat(open.accessFor(path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/, PUBLIC",
        "/login, PUBLIC",
        "/login/, PUBLIC",
        "/login/x, LOGGED_IN",
        "/static, PUBLIC",
        "/static/a/b.css, PUBLIC",
        "/static/private, LOGGED_IN",
        "/static/private/a, LOGGED_IN",
        "/static/privateer, PUBLIC",
        "/anything, LOGGED_IN",
        "/Login, LOGGED_IN",
        "/STATIC/a, LOGGED_IN"
    })
    void deniedByDefaultOnlyWhatIsListedIsOpen(String path, Access expected) {
        assertThat(closed.accessFor(path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%61ccount/cards",
                "/%41ccount/cards",
                "/ACCOUNT/cards",
                "/account%2Fcards",
                "/account%2fhelp%2fmore",
                "/caf%C3%A9",
                "/caf%c3%a9/"
            })
    void anotherSpellingOfAProtectedPathIsProtected(String path) {
        assertThat(open.accessFor(path)).isEqualTo(Access.LOGGED_IN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%2561ccount", "/%e4", "/x%", "/x%4", "/x%zz", "/%c3%28", "", "*", "account"})
    void whatCannotBeReadAsAPathIsProtected(String path) {
        Guard strict = Guard.builder().protect("/%account".replace("%", "")).build();
        Access expected = path.startsWith("/%25") ? Access.PUBLIC : Access.LOGGED_IN;

        assertThat(strict.accessFor(path)).isEqualTo(expected);
    }

    @Test
    void theOrderOfTheRulesMakesNoDifference() {
        Guard other =
                Guard.builder().allow("/account/help").protect("/account/**").build();

        assertThat(other.accessFor("/account/help")).isEqualTo(Access.PUBLIC);
        assertThat(other.accessFor("/account/x")).isEqualTo(Access.LOGGED_IN);
    }

    @Test
    void ofTwoPatternsThatDifferInCaseTheProtectingOneWins() {
        Guard guard = Guard.builder().allow("/Admin").protect("/admin").build();

        assertThat(guard.accessFor("/Admin")).isEqualTo(Access.LOGGED_IN);
    }

    @Test
    void everythingBelowTheRootIsEverything() {
        Guard guard = Guard.builder().protect("/**").allow("/").build();

        assertThat(guard.accessFor("/")).isEqualTo(Access.PUBLIC);
        assertThat(guard.accessFor("/a")).isEqualTo(Access.LOGGED_IN);
        assertThat(guard.accessFor("/a/b")).isEqualTo(Access.LOGGED_IN);
    }

    @Test
    void withoutRulesEverythingIsOpen() {
        Guard guard = Guard.builder().build();

        assertThat(guard.accessFor("/account")).isEqualTo(Access.PUBLIC);
        assertThat(guard.accessFor("*")).isEqualTo(Access.PUBLIC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "account",
                "/account/",
                "/account/*",
                "/a*",
                "/**/x",
                "/a/**/b",
                "//",
                "//**",
                "/a//b",
                "/a/../b",
                "/./a",
                "/a%20b",
                "/a;b",
                "/a?b",
                "/a#b",
                "/a\\b",
                "/a\nb",
                "**"
            })
    void aPatternThatNoRequestCouldMatchIsRefused(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Guard.builder().protect(pattern))
                .withMessageContaining("\"" + pattern + "\"")
                .withMessageContaining("/account/**");
    }

    @Test
    void onePatternCannotBeBothProtectedAndOpen() {
        Guard.Builder builder = Guard.builder().protect("/x/**", "/x/**").allow("/x");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.allow("/x/**"))
                .withMessage("the path pattern \"/x/**\" is both protected and open; keep one of the two");
    }
}
