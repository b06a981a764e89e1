package dev.sojourn.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING.md shows. */
class ContributingSnippetsTest {

    @Test
    void aClockMovesWhenTheTestMovesIt() {
        // snippet: clock
        MutableClock clock = MutableClock.at(Instant.parse("2030-01-01T12:00:00Z"));
        clock.advance(Duration.ofMinutes(31));
        // end
        assertThat(clock.instant()).isEqualTo("2030-01-01T12:31:00Z");
    }
}
