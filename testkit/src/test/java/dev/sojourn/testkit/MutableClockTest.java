package dev.sojourn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class MutableClockTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final MutableClock clock = MutableClock.at(START);

    @Test
    void itStandsStillUntilItIsMoved() {
        assertThat(clock.instant()).isEqualTo(START);
        clock.advance(Duration.ofMinutes(30));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(1800));
    }

    @Test
    void itStepsBackLikeACorrectedClock() {
        clock.advance(Duration.ofSeconds(-45));
        assertThat(clock.instant()).isEqualTo(START.minusSeconds(45));
    }

    @Test
    void aClockOfAnotherZoneMovesWithIt() {
        Clock elsewhere = clock.withZone(ZoneId.of("Asia/Tokyo"));
        clock.set(START.plusSeconds(7));
        assertThat(elsewhere.instant()).isEqualTo(START.plusSeconds(7));
        assertThat(elsewhere.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    }
}
