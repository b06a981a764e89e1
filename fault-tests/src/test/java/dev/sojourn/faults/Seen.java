package dev.sojourn.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What became of a {@link Load}.
 *
 * @param acknowledged writes that were answered 200
 * @param lost of those, the ones that are not there
 * @param twice writes that were carried out once too often
 * @param refused requests that were answered 503
 * @param signedOut browsers that are no longer who they were, or whose cookie was touched
 * @param revived browsers that signed out and are in again
 * @param slowestRefusal how long a 503 took at worst
 * @param slowestPublic how long a page without session took at worst
 * @param pending how long, after all else, a sign-out that could not reach the store was still to be done
 * @param unexpected answers that are neither done nor a proper 503
 */
record Seen(
        int acknowledged,
        int lost,
        int twice,
        int refused,
        int signedOut,
        int revived,
        Duration slowestRefusal,
        Duration slowestPublic,
        Duration pending,
        List<String> unexpected) {

    /** The deadline of a store, and as much again as a busy machine takes. */
    static final Duration LONGEST_REFUSAL = Duration.ofMillis(3_500);

    private static final Duration LONGEST_PUBLIC = Duration.ofSeconds(1);
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(10);

    /** Holds whatever happens to a store that keeps what it acknowledged. */
    void assertAnOutageAndNothingElse(Duration wellAgain) {
        assertThat(lost).as("acknowledged, and lost").isZero();
        assertThat(signedOut).as("signed out").isZero();
        assertRefusedInTime(wellAgain);
    }

    /** Holds whatever the store forgets. */
    void assertRefusedInTime(Duration wellAgain) {
        assertThat(unexpected).isEmpty();
        assertThat(twice).as("written twice").isZero();
        assertThat(revived).as("revived").isZero();
        assertThat(refused).as("refused").isPositive();
        assertThat(slowestRefusal).as("the slowest 503").isLessThan(LONGEST_REFUSAL);
        assertThat(slowestPublic).as("the slowest page without session").isLessThan(LONGEST_PUBLIC);
        assertThat(wellAgain).as("until everybody is served again").isLessThan(LONGEST_RECOVERY);
    }

    String row(Duration wellAgain) {
        return acknowledged + " acknowledged, " + lost + " lost, " + twice + " written twice, " + refused
                + " answered 503 within " + seconds(slowestRefusal) + ", " + signedOut + " signed out, " + revived
                + " revived; `/public` within " + seconds(slowestPublic) + "; well again after " + seconds(wellAgain);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1000.0);
    }
}
