package dev.sojourn.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.session.cookie.SessionCookie;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Idle timeout of 30 minutes and lifetime of 12 hours, both on by default and both enforced on the server. */
class TimeoutTest {

    static Stream<Managers> kinds() {
        return Managers.bothKinds();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aliveOneSecondBeforeTheIdleTimeout(Managers kind) {
        Browser browser = signedIn(kind);
        kind.clock.advance(Duration.ofMinutes(30).minusSeconds(1));
        assertThat(name(browser)).isEqualTo("Alice");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aliveOneSecondBeforeTheIdleTimeoutAfterAUseThatWasNotWrittenDown(Managers kind) {
        Browser browser = signedIn(kind);
        kind.clock.advance(Duration.ofMinutes(3));
        assertThat(name(browser)).isEqualTo("Alice");
        kind.clock.advance(Duration.ofMinutes(30).minusSeconds(1));
        assertThat(name(browser)).isEqualTo("Alice");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void deadOneSecondAfterTheIdleTimeoutAndATenth(Managers kind) {
        Browser browser = signedIn(kind);
        kind.clock.advance(Duration.ofMinutes(33).plusSeconds(1));
        assertThat(name(browser)).isNull();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void useKeepsItAliveButNotBeyondItsLifetime(Managers kind) {
        Browser browser = signedIn(kind);
        for (int i = 1; i < 72; i++) {
            kind.clock.advance(Duration.ofMinutes(10));
            assertThat(name(browser)).as("after %d minutes", i * 10).isEqualTo("Alice");
        }
        kind.clock.advance(Duration.ofMinutes(10).minusSeconds(1));
        assertThat(name(browser)).isEqualTo("Alice");
        kind.clock.advance(Duration.ofSeconds(1));
        assertThat(name(browser)).isNull();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void renewalDoesNotExtendTheLifetime(Managers kind) {
        Browser browser = signedIn(kind);
        for (int i = 0; i < 71; i++) {
            kind.clock.advance(Duration.ofMinutes(10));
            browser.visit(Session::renew);
        }
        assertThat(name(browser)).isEqualTo("Alice");
        kind.clock.advance(Duration.ofMinutes(10));
        assertThat(name(browser)).isNull();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void signingInAgainStartsAFullPeriod(Managers kind) {
        Browser browser = signedIn(kind);
        for (int i = 0; i < 71; i++) {
            kind.clock.advance(Duration.ofMinutes(10));
            browser.visit(session -> session.get("name", String.class));
        }
        browser.visit(session -> session.restart("alice", Set.of("name")));
        kind.clock.advance(Duration.ofMinutes(29));
        assertThat(name(browser)).isEqualTo("Alice");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void lastSeenIsWrittenAtMostOncePerTenthOfTheIdleTimeout(Managers kind) {
        Browser browser = signedIn(kind);
        int written = 0;
        for (int second = 0; second < 1800; second += 10) {
            kind.clock.advance(Duration.ofSeconds(10));
            Browser.Visit visit = browser.begin();
            var before = visit.session().lastSeenAt();
            visit.end();
            written += visit.session().lastSeenAt().equals(before) ? 0 : 1;
        }
        assertThat(written).isBetween(9, 10);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aClockThatStepsBackNeitherRevivesNorLogsOut(Managers kind) {
        Browser browser = signedIn(kind);
        kind.clock.advance(Duration.ofSeconds(-45));
        assertThat(name(browser)).isEqualTo("Alice");
        kind.clock.advance(Duration.ofMinutes(34));
        assertThat(name(browser)).isNull();
    }

    @Test
    void aSealedSessionFromMoreThanAMinuteInTheFutureIsRefused() {
        Managers kind = Managers.sealed();
        Browser browser = signedIn(kind);
        kind.clock.advance(Duration.ofSeconds(-59));
        assertThat(name(browser)).isEqualTo("Alice");
        kind.clock.advance(Duration.ofSeconds(-2));
        assertThat(name(browser)).isNull();
    }

    @Test
    void settingsThatCannotBeRightAreRefusedNamingThem() {
        SessionSettings standard = SessionSettings.standard();
        assertThatThrownBy(() -> new SessionSettings(
                        "app", Duration.ofHours(2), Duration.ofHours(1), standard.cookie(), 1 << 20))
                .hasMessageContaining("idleTimeout")
                .hasMessageContaining("PT2H");
        assertThatThrownBy(() -> new SessionSettings(
                        "app", Duration.ofSeconds(1), Duration.ofHours(1), standard.cookie(), 1 << 20))
                .hasMessageContaining("idleTimeout must be at least PT10S, given PT1S");
        assertThatThrownBy(() -> new SessionSettings(
                        "app", Duration.ofDays(1), Duration.ofDays(401), standard.cookie(), 1 << 20))
                .hasMessageContaining("lifetime");
        assertThatThrownBy(() -> new SessionSettings(
                        "my app", Duration.ofMinutes(1), Duration.ofHours(1), standard.cookie(), 1 << 20))
                .hasMessageContaining("application");
        assertThatThrownBy(() ->
                        new SessionSettings("app", Duration.ofMinutes(1), Duration.ofHours(1), standard.cookie(), 10))
                .hasMessageContaining("maxSize");
        assertThatThrownBy(() -> new SessionSettings(
                        "app", Duration.ofMinutes(1), Duration.ofHours(1), SessionCookie.development(), 1 << 20))
                .hasMessageContaining("cookie must be Secure");
    }

    private static Browser signedIn(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> session.put("name", "Alice"));
        return browser;
    }

    private static String name(Browser browser) {
        return browser.read("name", String.class);
    }
}
