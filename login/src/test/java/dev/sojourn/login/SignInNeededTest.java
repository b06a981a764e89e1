package dev.sojourn.login;

import static dev.sojourn.login.Shop.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sojourn.http.Decision;
import dev.sojourn.http.Header;
import dev.sojourn.login.Shop.User;
import dev.sojourn.login.Shop.Visit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignInNeededTest {

    private static final Map<String, String> PAGE = Map.of("Sec-Fetch-Mode", "navigate");
    private static final Map<String, String> SCRIPT = Map.of("Sec-Fetch-Mode", "cors", "Accept", "text/html");

    private final Shop shop = Shop.stored();

    @ParameterizedTest
    @CsvSource({
        "/profile, /login?next=/profile",
        "/a?b=c&d=e%20f, /login?next=/a%3Fb%3Dc%26d%3De%2520f",
        "/logout, /login",
        "//evil.example, /login",
        "/\\evil.example, /login"
    })
    void aPageThatNeedsSignInSendsThereAndKnowsTheWayBack(String target, String location) {
        assertThat(answer("GET", target, PAGE)).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(303);
            assertThat(answer.headers())
                    .containsExactly(
                            new Header("Location", location),
                            new Header("Cache-Control", "no-store"),
                            new Header("Vary", "Cookie"));
            assertThat(answer.body()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "HEAD", "BREW"})
    void aPageByAnotherMethodThanGetIsNotComeBackTo(String method) {
        assertThat(answer(method, "/transfer", PAGE)).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(303);
            assertThat(answer.headers()).contains(new Header("Location", "/login"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"})
    void aScriptGets401WithAChallengeWhateverItsMethod(String method) {
        assertThat(answer(method, "/api/me?x=secret", SCRIPT)).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.headers())
                    .extracting(Header::name)
                    .containsExactly("WWW-Authenticate", "Content-Type", "Cache-Control", "Vary");
            assertThat(answer.headers()).contains(new Header("Content-Type", "application/problem+json"));
            assertThat(answer.body()).isEqualTo("{\"title\":\"Unauthorized\",\"status\":401}\n");
        });
    }

    @Test
    void theAnswerIsTheSameForWhatExistsAndWhatDoesNot() {
        assertThat(answer("GET", "/api/me", SCRIPT)).isEqualTo(answer("GET", "/api/nothing-here", SCRIPT));
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void whoIsSignedInComesIn(Shop anyShop) {
        var browser = anyShop.browser().signIn(ALICE);
        assertThat(browser.begin("GET", "/profile")
                        .login
                        .guard(Access.LOGGED_IN)
                        .proceeds())
                .isTrue();

        anyShop.users.remove("alice");
        Visit refused = browser.begin("GET", "/profile");
        assertThat(refused.login.guard(Access.LOGGED_IN).proceeds()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void thePageToSignInOnIsAlwaysOpen(String method) {
        Visit visit = shop.browser().begin(method, "/login?next=/profile");

        assertThat(visit.login.guard(Access.LOGGED_IN)).isEqualTo(Decision.PROCEED);
        assertThat(visit.askedForSession()).isFalse();
    }

    @Test
    void thePathsCanBeChanged() {
        Shop german = Shop.stored(
                logins -> logins.loginPath("/anmelden").logoutPath("/abmelden").afterLogin("/start"));

        Visit visit = german.browser().begin("GET", "/abmelden");
        assertThat(visit.login.guard(Access.LOGGED_IN))
                .isInstanceOfSatisfying(
                        Decision.Answer.class,
                        answer -> assertThat(answer.headers()).contains(new Header("Location", "/anmelden")));
        assertThat(german.logins.loginPath()).isEqualTo("/anmelden");
        assertThat(german.logins.nextPath("/anmelden")).isEqualTo("/start");
        assertThat(german.logins.nextPath("/logout")).isEqualTo("/logout");
    }

    @Test
    void aSafeReturnPathIsFollowed() {
        assertThat(shop.logins.nextPath("/cart?page=2")).isEqualTo("/cart?page=2");
        assertThat(shop.logins.nextPath(List.of("/cart"))).isEqualTo("/cart");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil",
                        "https:evil",
                "javascript:alert(1)", "/login", "/login?next=/x", "/logout", "/LOGIN/", "/a/..//evil.example",
                        "/%0d%0aSet-Cookie:x",
                "/\t/evil.example", "cart", "/x#y"
            })
    void anyOtherReturnPathFallsBack(String given) {
        assertThat(shop.logins.nextPath(given)).isEqualTo("/");
        assertThat(shop.logins.nextPath(List.of(given))).isEqualTo("/");
    }

    @Test
    void aMissingOrRepeatedReturnPathFallsBack() {
        assertThat(shop.logins.nextPath((String) null)).isEqualTo("/");
        assertThat(shop.logins.nextPath(List.of())).isEqualTo("/");
        assertThat(shop.logins.nextPath(List.of("/cart", "/cart"))).isEqualTo("/");
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        LoginManager.Builder<User> builder = LoginManager.of(id -> Optional.empty(), User::id);

        assertThatIllegalArgumentException().isThrownBy(() -> builder.loginPath("https://evil.example/"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.afterLogin("start"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.logoutPath("/login").build());
    }

    private Decision.Answer answer(String method, String target, Map<String, String> headers) {
        Visit visit = shop.browser().begin("GET", "/");
        Login<User> login = shop.logins.open(shop.sessions, visit::session, Shop.request(method, target, headers));
        return (Decision.Answer) login.guard(Access.LOGGED_IN);
    }
}
