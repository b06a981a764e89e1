package dev.sojourn.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions end in time, and outlive the server where they are kept outside of it. */
class TimeTest {

    @ParameterizedTest
    @EnumSource
    void aSessionEndsWhenIdleForTooLongAndAtTheEndOfItsLifetime(Kind kind, @TempDir Path data) throws Exception {
        try (TestDemo demo = TestDemo.start(data, kind)) {
            Visitor alice = demo.visitor();
            alice.login();
            demo.advance(TestDemo.IDLE.minusMinutes(4));
            assertThat(alice.isSignedIn()).isTrue();
            demo.advance(TestDemo.IDLE.minusMinutes(4));
            assertThat(alice.isSignedIn()).as("used again in time").isTrue();

            // The last use is written down late by a tenth at most, and nobody is signed out early for that.
            demo.advance(TestDemo.IDLE.plus(TestDemo.IDLE.dividedBy(10)).plusSeconds(1));
            assertThat(alice.isSignedIn()).as("idle for too long").isFalse();

            alice.login();
            Duration step = TestDemo.IDLE.dividedBy(2);
            for (Duration age = step; age.compareTo(TestDemo.LIFETIME) < 0; age = age.plus(step)) {
                demo.advance(step);
                assertThat(alice.isSignedIn()).as("%s after login", age).isTrue();
            }
            demo.advance(step);
            assertThat(alice.isSignedIn()).as("at the end of the lifetime").isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRestartKeepsPeopleSignedInUnlessSessionsAreInMemory(Kind kind, @TempDir Path data) throws Exception {
        try (TestDemo demo = TestDemo.start(data, kind)) {
            Visitor alice = demo.visitor();
            alice.login();
            alice.post("/cart", "item", "tea");

            demo.restart();

            assertThat(alice.isSignedIn()).isEqualTo(kind != Kind.memory);
            assertThat(alice.cartSize()).isEqualTo(kind == Kind.memory ? 0 : 1);
            assertThat(alice.login().status()).as("users are kept in any case").isEqualTo(303);
        }
    }
}
