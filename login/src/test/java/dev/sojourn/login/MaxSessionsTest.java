package dev.sojourn.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.event.EventType;
import dev.sojourn.login.Shop.Browser;
import dev.sojourn.session.TooManySessionsException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many sessions a user may have. */
class MaxSessionsTest {

    private final Shop shop = Shop.stored(settings -> settings.maxSessions(2));

    @Test
    void aSignInBeyondTheMaximumIsRefusedAndLeavesTheVisitorAVisitor() {
        shop.browser().signIn(Shop.ALICE);
        shop.browser().signIn(Shop.ALICE);
        Browser third = shop.browser();

        third.visit((login, session) -> {
            session.put("cart", "kept");
            assertThatThrownBy(() -> login.login(Shop.ALICE))
                    .isInstanceOf(TooManySessionsException.class)
                    .hasMessageContaining("as allowed, 2");
            assertThat(login.user()).isEmpty();
        });

        assertThat(third.user()).isEmpty();
        assertThat(third.names()).containsExactly("cart");
        assertThat(shop.told(EventType.LOGIN_REFUSED)).hasSize(1);
        assertThat(shop.browser().signIn(Shop.BOB).user()).contains(Shop.BOB);
    }

    @Test
    void signingOutMakesRoom() {
        Browser first = shop.browser().signIn(Shop.ALICE);
        shop.browser().signIn(Shop.ALICE);
        first.visit((login, session) -> login.logout());
        assertThat(shop.browser().signIn(Shop.ALICE).user()).contains(Shop.ALICE);
    }

    @Test
    void aSessionThatExpiredMakesRoom() {
        shop.browser().signIn(Shop.ALICE);
        shop.browser().signIn(Shop.ALICE);
        shop.pass(Duration.ofMinutes(40));
        assertThat(shop.browser().signIn(Shop.ALICE).user()).contains(Shop.ALICE);
    }

    @Test
    void whoSignsInAgainOnTheSameBrowserReplacesTheirSession() {
        shop.browser().signIn(Shop.ALICE);
        Browser second = shop.browser().signIn(Shop.ALICE);
        assertThat(second.signIn(Shop.ALICE).user()).contains(Shop.ALICE);
        assertThat(shop.sessions.sessionsOf("alice")).hasSize(2);
    }

    @Test
    void aMaximumBelowOneIsRefusedWithTheLimit() {
        assertThatThrownBy(() -> Shop.stored(settings -> settings.maxSessions(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxSessions must be at least 1, given 0");
    }

    @Test
    void sealedSessionsCannotBeCountedAndSayWhy() {
        Shop sealed = Shop.sealed(settings -> settings.maxSessions(2));
        sealed.browser()
                .visit((login, session) -> assertThatThrownBy(() -> login.login(Shop.ALICE))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("cannot be counted"));
    }
}
