package dev.sojourn.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/** What a browser knows of a number that it alone counts up: each request may have counted once, an acknowledged one has. */
final class Count {

    private final List<Long> lost = new ArrayList<>();
    private long acknowledgedAt;
    private int least;
    private int most;
    private int twice;

    /** A request that was acknowledged has made it so much. */
    void acknowledged(int value) {
        least++;
        most++;
        is(value);
        acknowledgedAt = System.nanoTime();
    }

    /** A request was refused, and may have counted. */
    void refused() {
        most++;
    }

    /** It was read. */
    void is(int value) {
        for (int missing = value; missing < least; missing++) {
            lost.add(acknowledgedAt);
        }
        twice += Math.max(0, value - most);
        least = value;
        most = value;
    }

    /** How many acknowledged requests did not count, of those acknowledged at certain moments by {@link System#nanoTime}. */
    int lost(LongPredicate when) {
        return (int) lost.stream().filter(when::test).count();
    }

    /** How many times it was counted beyond once for each request. */
    int twice() {
        return twice;
    }
}
