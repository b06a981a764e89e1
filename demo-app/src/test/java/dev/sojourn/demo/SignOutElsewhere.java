package dev.sojourn.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** What two demos with a near cache each must show: a visitor who signs out of one is signed out of the other. */
final class SignOutElsewhere {

    private SignOutElsewhere() {}

    /** Within the second that is promised. */
    static void isSeen(Path data, Path others, SessionPlace place) throws Exception {
        try (TestDemo one = TestDemo.start(TestDemo.settings(data, place, true));
                TestDemo other = TestDemo.start(TestDemo.settings(others, place, true))) {
            Visitor alice = one.visitor();
            alice.post("/cart", "item", "tea");
            Visitor there = other.visitor();
            there.setCookie(Visitor.SESSION_COOKIE, alice.cookie(Visitor.SESSION_COOKIE));
            assertThat(there.cartSize()).isEqualTo(1);
            alice.login();
            there.setCookie(Visitor.SESSION_COOKIE, alice.cookie(Visitor.SESSION_COOKIE));
            assertThat(there.cartSize()).isEqualTo(1);

            alice.post("/logout");
            long since = System.nanoTime();

            // Somebody who still finds it must have asked within the second that is promised.
            long asked = System.nanoTime();
            while (there.cartSize() > 0) {
                assertThat(asked - since).isLessThan(1_000_000_000L);
                asked = System.nanoTime();
            }
        }
    }
}
