package dev.sojourn.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions that have ended stay ended, whoever holds a copy of the cookie: those in stores, and sealed ones whose ends are kept. */
@ParameterizedClass
@EnumSource
class EndedSessionTest extends DemoOfEachKind {

    @Test
    void aCookieReplayedAfterLogoutIsAnonymous() throws Exception {
        Visitor alice = demo.visitor();
        alice.login();
        Visitor thief = demo.visitor();
        thief.setCookie(Visitor.SESSION_COOKIE, alice.cookie(Visitor.SESSION_COOKIE));
        assertThat(thief.isSignedIn()).isTrue();

        alice.post("/logout");

        assertThat(thief.isSignedIn()).isFalse();
    }

    @Test
    void aCookieFromBeforeTheLoginIsAnonymous() throws Exception {
        Visitor alice = demo.visitor();
        alice.post("/cart", "item", "tea");
        Visitor planter = demo.visitor();
        planter.setCookie(Visitor.SESSION_COOKIE, alice.cookie(Visitor.SESSION_COOKIE));

        alice.login();

        assertThat(planter.isSignedIn()).isFalse();
        assertThat(planter.cartSize()).isZero();
    }
}
