package dev.sojourn.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Demos as members of a Hazelcast cluster. */
class HazelcastTest {

    @TempDir
    Path data;

    private final SessionPlace place = new HazelcastPlace("demo-test-" + UUID.randomUUID());

    @Test
    void theTour() throws Exception {
        TourOfAPlace.take(data, place, false, "An entry in a cluster of 1", "cache.get(");
    }

    @Test
    void whatTheCacheHoldsIsShown() throws Exception {
        try (TestDemo demo = TestDemo.start(TestDemo.settings(data, place))) {
            Visitor visitor = demo.visitor();
            visitor.post("/cart", "item", "tea");

            assertThat(visitor.get("/inside").body()).containsPattern("<pre[^>]*>[A-Za-z0-9+/]{64}\n");
        }
    }

    @Test
    void aSignOutOnOneDemoEndsTheSessionOnAnotherThatHadItNear(@TempDir Path others) throws Exception {
        SignOutElsewhere.isSeen(data, others, place);
    }

    @Test
    void aVisitorOfADemoThatEndsIsSignedInOnAnotherOfTheSameMachine(@TempDir Path others) throws Exception {
        String signedIn;
        try (TestDemo other = TestDemo.start(TestDemo.settings(others, place))) {
            try (TestDemo one = TestDemo.start(TestDemo.settings(data, place))) {
                Visitor alice = one.visitor();
                alice.post("/cart", "item", "tea");
                alice.login();
                signedIn = alice.cookie(Visitor.SESSION_COOKIE);
                assertThat(alice.get("/inside").body()).contains("An entry in a cluster of 2");
            }
            Visitor there = other.visitor();
            there.setCookie(Visitor.SESSION_COOKIE, signedIn);

            assertThat(there.cartSize()).isEqualTo(1);
        }
    }
}
