package dev.sojourn.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what others bring about, a minute at most. */
final class Awaiting {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration PAUSE =
            Duration.ofMillis(1); // who looks all the time takes a processor from those who work

    private Awaiting() {}

    /**
     * Answers how long it took, and fails where it does not come.
     *
     * @param what is told, as it is at the end, where it fails
     */
    static Duration that(Object what, BooleanSupplier holds) {
        long begin = System.nanoTime();
        while (!holds.getAsBoolean()) {
            assertThat(since(begin)).as("waited for %s", what).isLessThan(LONGEST);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return since(begin);
    }

    /** @param begin by {@link System#nanoTime} */
    static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
