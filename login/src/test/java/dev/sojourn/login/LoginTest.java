package dev.sojourn.login;

import static dev.sojourn.login.Shop.ALICE;
import static dev.sojourn.login.Shop.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.event.EventType;
import dev.sojourn.login.Shop.Browser;
import dev.sojourn.login.Shop.User;
import dev.sojourn.login.Shop.Visit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoginTest {

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void whoSignsInIsKnownInThatRequestAndTheNext(Shop shop) {
        Browser browser = shop.browser();
        assertThat(browser.user()).isEmpty();

        browser.visit((login, session) -> {
            login.login(ALICE);
            assertThat(login.user()).contains(ALICE);
        });

        assertThat(browser.user()).contains(ALICE);
        assertThat(shop.told(EventType.LOGIN_SUCCESS))
                .singleElement()
                .satisfies(event -> assertThat(event.detail()).isEqualTo("user alice"));
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void theCookieFromBeforeSigningInIsNotSignedIn(Shop shop) {
        Browser browser = shop.browser();
        browser.visit((login, session) -> session.put("note", "seen before"));
        Browser planted = browser.copy();

        browser.signIn(ALICE);

        assertThat(browser.cookie).isNotEqualTo(planted.cookie);
        assertThat(browser.user()).contains(ALICE);
        assertThat(planted.user()).isEmpty();
    }

    @Test
    void aStoredSessionFromBeforeSigningInIsDeadWithItsData() {
        Shop shop = Shop.stored();
        Browser browser = shop.browser();
        browser.visit((login, session) -> session.put("cart", "tea"));
        Browser planted = browser.copy();

        browser.signIn(ALICE);

        assertThat(planted.names()).isEmpty();
        assertThat(planted.user()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void ofFiveSeededAttributesOnlyTheListedOneSurvivesSigningIn(Shop shop) {
        Browser browser = shop.browser();
        browser.visit((login, session) -> {
            for (String name : List.of("cart", "next", "role", "user", "stamp")) {
                session.put(name, "seeded");
            }
        });

        browser.signIn(ALICE);

        assertThat(browser.names()).containsExactly("cart");
        assertThat(browser.user()).contains(ALICE);
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void whatIsPutInTheRequestThatSignsInIsKept(Shop shop) {
        Browser browser = shop.browser();
        browser.visit((login, session) -> {
            session.put("before", 1);
            login.login(ALICE);
            session.put("after", 2);
        });

        assertThat(browser.names()).containsExactly("after");
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void aDoubleClickedSignInSignsIn(Shop shop) {
        Browser browser = shop.browser();
        browser.visit((login, session) -> session.put("cart", "tea"));
        Visit first = browser.begin("POST", "/login");
        Visit second = browser.begin("POST", "/login");
        first.login.login(ALICE);
        second.login.login(ALICE);

        first.end();
        second.end();

        assertThat(browser.user()).contains(ALICE);
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void signingInAsAnotherTakesNothingOfTheFirstAlong(Shop shop) {
        Browser browser = shop.browser().signIn(ALICE);
        browser.visit((login, session) -> session.put("secret", "of alice"));

        browser.signIn(BOB);

        assertThat(browser.user()).contains(BOB);
        assertThat(browser.names()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void anotherUserOfTheBrowserDoesNotTakeOverWhatTheFirstHadKept(Shop shop) {
        Browser browser = shop.browser().signIn(ALICE);
        browser.visit((login, session) -> session.put("cart", "tea of alice"));

        browser.signIn(BOB);

        assertThat(browser.user()).contains(BOB);
        assertThat(browser.names()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void whoSignsInAgainKeepsWhatIsListed(Shop shop) {
        Browser browser = shop.browser().signIn(ALICE);
        browser.visit((login, session) -> {
            session.put("cart", "tea");
            session.put("note", "not listed");
        });

        browser.signIn(ALICE);

        assertThat(browser.names()).containsExactly("cart");
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void signingInAgainBeginsAFullNewLifetime(Shop shop) {
        Duration lifetime = shop.sessions.settings().lifetime();
        Duration step = shop.sessions.settings().idleTimeout().minusMinutes(1);
        Browser browser = shop.browser().signIn(ALICE);
        Duration passed = Duration.ZERO;
        while (passed.plus(step).compareTo(lifetime) < 0) {
            shop.pass(step);
            passed = passed.plus(step);
            assertThat(browser.user()).contains(ALICE);
        }

        browser.signIn(ALICE);
        shop.pass(step);

        assertThat(browser.user()).contains(ALICE);
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void aChangedPasswordEndsEveryOtherSessionAtItsNextRequest(Shop shop) {
        Browser one = shop.browser().signIn(ALICE);
        Browser other = shop.browser().signIn(ALICE);
        Browser bobs = shop.browser().signIn(BOB);
        User changed = new User("alice", "another hash");
        shop.users.put("alice", changed);
        one.signIn(changed);

        assertThat(other.user()).isEmpty();
        assertThat(other.cookie).isNull();
        assertThat(one.user()).contains(changed);
        assertThat(bobs.user()).contains(BOB);
        assertThat(shop.told(EventType.LOGIN_REVOKED))
                .singleElement()
                .satisfies(event -> assertThat(event.detail()).isEqualTo("the user's credential has changed"));
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void aUserWhoGivesUpTheirPasswordIsSignedOutEverywhereToo(Shop shop) {
        Browser browser = shop.browser().signIn(ALICE);
        shop.users.put("alice", new User("alice", null));

        assertThat(browser.user()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void aUserWithoutAPasswordCanSignIn(Shop shop) {
        User carol = new User("carol", null);
        shop.users.put("carol", carol);

        assertThat(shop.browser().signIn(carol).user()).contains(carol);
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void aRemovedUserIsAnonymousAndTheirSessionGone(Shop shop) {
        Browser browser = shop.browser().signIn(ALICE);
        browser.visit((login, session) -> session.put("secret", "of alice"));
        shop.users.remove("alice");

        browser.visit((login, session) -> {
            assertThat(login.user()).isEmpty();
            assertThat(session.names()).isEmpty();
        });

        assertThat(browser.cookie).isNull();
        assertThat(shop.told(EventType.LOGIN_REVOKED)).hasSize(1);
        shop.users.put("alice", ALICE);
        assertThat(browser.user()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void theRequestThatFindsTheUserGoneGoesOnWithAnEmptySession(Shop shop) {
        Browser browser = shop.browser().signIn(ALICE);
        Browser copy = browser.copy();
        shop.users.remove("alice");

        browser.visit((login, session) -> {
            assertThat(login.user()).isEmpty();
            session.put("theme", "dark");
        });

        assertThat(browser.names()).containsExactly("theme");
        assertThat(browser.cookie).isNotEqualTo(copy.cookie);
        assertThat(copy.user()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void theRequestThatFindsTheUserGoneCanSignInAnother(Shop shop) {
        Browser browser = shop.browser().signIn(ALICE);
        shop.users.remove("alice");

        browser.visit((login, session) -> {
            assertThat(login.user()).isEmpty();
            login.login(BOB);
        });

        assertThat(browser.user()).contains(BOB);
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void aUserFoundGoneAfterTheHeadHasLeftIsAnonymousAndTheSessionEndsAtItsNextRequest(Shop shop) {
        Browser browser = shop.browser().signIn(ALICE);
        Visit visit = browser.begin("GET", "/");
        visit.end();
        shop.users.remove("alice");

        assertThat(visit.login.user()).isEmpty();
        assertThat(shop.told(EventType.LOGIN_REVOKED)).isEmpty();

        assertThat(browser.user()).isEmpty();
        assertThat(browser.cookie).isNull();
        assertThat(shop.told(EventType.LOGIN_REVOKED)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void aCredentialFoundChangedAfterTheHeadHasLeftIsAnonymous(Shop shop) {
        Visit visit = shop.browser().signIn(ALICE).begin("GET", "/");
        visit.end();
        shop.users.put("alice", new User("alice", "another hash"));

        assertThat(visit.login.user()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void anAttributeOfTheApplicationSignsNobodyIn(Shop shop) {
        Browser browser = shop.browser();
        browser.visit((login, session) -> {
            for (String name : List.of("user", "_user", "$user", "$$user", "\0user", "stamp", "$stamp")) {
                session.put(name, "alice");
            }
        });

        assertThat(browser.user()).isEmpty();
        assertThat(browser.names()).hasSize(7);
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void anApplicationCannotRemoveWhoIsSignedInByAName(Shop shop) {
        Browser browser = shop.browser().signIn(ALICE);
        browser.visit((login, session) -> {
            for (String name : List.of("user", "_user", "$user", "$$user", "stamp", "$stamp")) {
                session.remove(name);
                session.put(name, "bob");
            }
        });

        assertThat(browser.user()).contains(ALICE);
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void theUserIsLoadedOncePerRequestAndOnlyWhenAskedFor(Shop shop) {
        Browser browser = shop.browser().signIn(ALICE);
        shop.loads.clear();

        browser.visit((login, session) -> session.get("cart", String.class));
        assertThat(shop.loads).isEmpty();
        browser.visit((login, session) -> {
            login.user();
            login.user();
            login.guard(Access.LOGGED_IN);
        });
        assertThat(shop.loads).containsExactly("alice");
    }

    @Test
    void whoDoesNotAskDoesNotTouchTheSession() {
        Visit visit = Shop.stored().browser().begin("GET", "/");

        assertThat(visit.login.guard(Access.PUBLIC).proceeds()).isTrue();
        assertThat(visit.askedForSession()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void aFailingUserLoaderSignsNobodyOut(Shop shop) {
        Browser browser = shop.browser().signIn(ALICE);
        shop.failingLoader(true);
        Visit visit = browser.begin("GET", "/");

        assertThatThrownBy(visit.login::user).hasMessage("the database of users is down");
        visit.end();
        shop.failingLoader(false);

        assertThat(browser.user()).contains(ALICE);
    }

    @Test
    void nobodyIsSignedInWithoutAUserOrAnId() {
        Browser browser = Shop.stored().browser();
        assertThatThrownBy(() -> browser.signIn(nothing()))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("there is no user to sign in; answer the failed check instead of calling login");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> browser.signIn(new User("", "hash")))
                .withMessage("the id of a user must have 1 to 255 bytes of UTF-8, given 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> browser.signIn(new User("\u00e9".repeat(128), "hash")))
                .withMessageEndingWith("given 256");

        assertThat(browser.user()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void aSessionFromBeforeStampsWereAskedForMustSignInAgain(Shop shop) {
        Browser browser = shop.browser();
        LoginManager<User> without = LoginManager.of(
                        (UserLoader<User>) id -> Optional.ofNullable(shop.users.get(id)), User::id)
                .build();
        Visit visit = browser.begin("POST", "/login");
        without.open(shop.sessions, visit::session, Shop.request("POST", "/login", Map.of()))
                .login(ALICE);
        visit.end();

        assertThat(browser.user()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void signingInAndOutCompletesThoughTheListenerThrows(Shop shop) {
        shop.failingListener();
        Browser browser = shop.browser().signIn(ALICE);
        assertThat(browser.user()).contains(ALICE);

        browser.visit((login, session) -> login.logout());

        assertThat(browser.user()).isEmpty();
        assertThat(browser.cookie).isNull();
    }

    @SuppressWarnings("NullAway") // what careless callers pass
    private static User nothing() {
        return null;
    }
}
