package dev.sojourn.login;

import static dev.sojourn.login.Shop.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.event.EventType;
import dev.sojourn.http.Decision;
import dev.sojourn.http.Header;
import dev.sojourn.login.Shop.Browser;
import dev.sojourn.login.Shop.Visit;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogoutTest {

    private static final int ROUNDS = Integer.getInteger("sojourn.rounds", 200);

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void whoSignsOutIsAnonymousAndTheCookieIsGone(Shop shop) {
        Browser browser = shop.browser().signIn(ALICE);

        browser.visit((login, session) -> {
            login.logout();
            assertThat(login.user()).isEmpty();
        });

        assertThat(browser.cookie).isNull();
        assertThat(browser.user()).isEmpty();
        assertThat(shop.told(EventType.LOGOUT)).hasSize(1);
    }

    @Test
    void aStoredSessionReplayedAfterSigningOutIsAnonymous() {
        Shop shop = Shop.stored();
        Browser browser = shop.browser().signIn(ALICE);
        browser.visit((login, session) -> session.put("secret", "of alice"));
        Browser replayed = browser.copy();

        browser.visit((login, session) -> login.logout());

        assertThat(replayed.user()).isEmpty();
        assertThat(replayed.names()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void signingOutTwiceOrWithoutASessionChangesNothing(Shop shop) {
        Browser browser = shop.browser().signIn(ALICE);
        browser.visit((login, session) -> {
            login.logout();
            login.logout();
        });
        browser.visit((login, session) -> login.logout());
        shop.browser().visit((login, session) -> login.logout());

        assertThat(browser.user()).isEmpty();
        assertThat(shop.told(EventType.LOGOUT)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "post", "TRACE"})
    void onlyPostSignsOut(String method) {
        Shop shop = Shop.stored();
        Browser browser = shop.browser().signIn(ALICE);
        Visit visit = browser.begin(method, "/logout");

        assertThatThrownBy(visit.login::logout)
                .isInstanceOfSatisfying(LogoutNeedsPostException.class, refused -> {
                    Decision.Answer answer = (Decision.Answer) refused.answer();
                    assertThat(answer.status()).isEqualTo(405);
                    assertThat(answer.headers()).contains(new Header("Allow", "POST"));
                })
                .hasMessageContaining("this one is " + method);
        visit.end();

        assertThat(browser.user()).contains(ALICE);
        assertThat(shop.told(EventType.LOGOUT)).isEmpty();
    }

    @Test
    void aSlowSaveAfterSigningOutNeverBringsTheSessionBack() {
        Shop shop = Shop.stored();
        Browser browser = shop.browser().signIn(ALICE);
        Browser replayed = browser.copy();
        Visit slow = browser.copy().begin("POST", "/cart");
        slow.session().put("cart", "tea");

        browser.visit((login, session) -> login.logout());
        slow.end();

        assertThat(replayed.user()).isEmpty();
        assertThat(replayed.names()).isEmpty();
        assertThat(shop.told(EventType.SESSION_GONE)).hasSize(1);
    }

    @Test
    void inEveryRaceOfSigningOutAgainstASaveSigningOutWins() throws Exception {
        Shop shop = Shop.stored();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CyclicBarrier start = new CyclicBarrier(2);
        for (int round = 0; round < ROUNDS; round++) {
            Browser browser = shop.browser().signIn(ALICE);
            Browser replayed = browser.copy();
            Browser writer = browser.copy();
            Future<?> saving = threads.submit(() -> {
                start.await();
                writer.visit((login, session) -> session.put("cart", "tea"));
                return true;
            });
            Future<?> signingOut = threads.submit(() -> {
                start.await();
                browser.visit((login, session) -> login.logout());
                return true;
            });
            saving.get();
            signingOut.get();

            assertThat(replayed.user()).isEmpty();
        }
        threads.shutdown();
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void afterSigningOutAnotherCanSignInInTheSameRequest(Shop shop) {
        Browser browser = shop.browser().signIn(ALICE);

        browser.visit((login, session) -> {
            login.logout();
            login.login(Shop.BOB);
        });

        assertThat(browser.user()).contains(Shop.BOB);
    }
}
