package dev.sojourn.servers;

import java.io.IOException;

/** Waits for servers to come to a state, a minute at most. */
final class Patience {

    private static final long NANOS = 60_000_000_000L;

    private Patience() {}

    /** @throws IOException that says so where the condition does not come to hold */
    static void await(String otherwise, Condition condition) throws IOException {
        long begin = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - begin > NANOS) {
                throw new IOException(otherwise + " within a minute");
            }
            Thread.onSpinWait();
        }
    }

    /** What is waited for. */
    interface Condition {
        boolean holds() throws IOException;
    }
}
