package dev.sojourn.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is sealed in the cookie until there is too much of it. */
@ParameterizedClass
@EnumSource(names = "cookie")
class SpilledCartTest extends DemoOfEachKind {

    /** As many as no cookie of 4096 bytes can hold, each being four bytes before it is sealed and written in Base64. */
    private static final int THINGS = 900;

    @Test
    void aCartThatOutgrowsTheCookieIsAllThereAndEndsWithTheSession() throws Exception {
        Visitor alice = demo.visitor();
        alice.login();
        for (int i = 0; i < THINGS; i++) {
            assertThat(alice.post("/cart", "item", "tea").status()).isEqualTo(303);
        }
        assertThat(alice.cartSize()).isEqualTo(THINGS);
        String cookie = alice.cookie(Visitor.SESSION_COOKIE);
        assertThat(cookie).hasSizeLessThan(1_000);
        assertThat(alice.get("/inside").body()).contains("What outgrows a cookie");

        alice.post("/logout");

        alice.setCookie(Visitor.SESSION_COOKIE, cookie);
        assertThat(alice.isSignedIn()).isFalse();
        assertThat(alice.cartSize()).isZero();
    }
}
