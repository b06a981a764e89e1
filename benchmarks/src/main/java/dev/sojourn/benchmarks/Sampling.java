package dev.sojourn.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/**
 * How often an operation is measured: until the time is over or enough were seen, after the same again to warm up. Immutable.
 *
 * @param time how long, the least of the two
 * @param most how many at most
 */
record Sampling(Duration time, int most) {

    private static final int FEWEST = 11;
    private static final double NANOS_PER_MICRO = 1000;

    /** Two seconds to warm up, two to measure. */
    static final Sampling USUAL = new Sampling(Duration.ofSeconds(2), 200_000);

    /** A moment. */
    static final Sampling QUICK = new Sampling(Duration.ofMillis(50), 1_000);

    /** The median in microseconds of what the operation says it took, in nanoseconds, at each turn, 0 1 2 and so on. */
    double micros(LongUnaryOperator operation) {
        long[] warm = samples(operation, 0);
        long[] nanos = samples(operation, warm.length);
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / NANOS_PER_MICRO;
    }

    private long[] samples(LongUnaryOperator operation, int firstTurn) {
        long[] nanos = new long[Math.max(FEWEST, most)];
        long started = System.nanoTime();
        int seen = 0;
        while (seen < FEWEST || seen < most && System.nanoTime() - started < time.toNanos()) {
            nanos[seen] = operation.applyAsLong(firstTurn + seen);
            seen++;
        }
        return Arrays.copyOf(nanos, seen);
    }
}
