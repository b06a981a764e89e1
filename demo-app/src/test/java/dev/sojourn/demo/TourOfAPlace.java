package dev.sojourn.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.nio.file.Path;

/** What every place on a server must show: a visitor who fills a cart, signs in, looks inside, meets a restart, and leaves. */
final class TourOfAPlace {

    private TourOfAPlace() {}

    /**
     * Takes the tour.
     *
     * @param survives whether sessions outlive a restart of the demo
     * @param shown what the inside page says of the store
     */
    static void take(Path data, SessionPlace place, boolean survives, String... shown) throws Exception {
        try (TestDemo demo = TestDemo.start(TestDemo.settings(data, place))) {
            Visitor alice = demo.visitor();
            alice.post("/cart", "item", "tea");
            String anonymous = alice.cookie(Visitor.SESSION_COOKIE);
            alice.login();
            alice.post("/cart", "item", "hat");
            assertThat(alice.cartSize()).isEqualTo(2);

            String token = alice.cookie(Visitor.SESSION_COOKIE);
            String inside = alice.get("/inside").body();
            assertThat(inside).contains(shown).contains(hex(token)).doesNotContain(token, anonymous);

            demo.restart();
            assertThat(alice.isSignedIn()).isEqualTo(survives);
            alice.login();
            Visitor thief = demo.visitor();
            thief.setCookie(Visitor.SESSION_COOKIE, alice.cookie(Visitor.SESSION_COOKIE));
            assertThat(thief.isSignedIn()).isTrue();
            alice.post("/logout");
            assertThat(thief.isSignedIn()).isFalse();
        }
    }

    private static String hex(String token) {
        return StoreKey.of(SessionToken.parse(token).orElseThrow(), "demo").hex();
    }
}
