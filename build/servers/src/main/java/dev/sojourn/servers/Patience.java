package dev.sojourn.servers;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits for servers to come to a state, a minute at most. */
final class Patience {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(2); // a look is a connection, and ports are not endless

    private Patience() {}

    /** @throws IOException that says so where the condition does not come to hold; a server that cannot be asked is not there yet */
    static void await(String otherwise, Condition condition) throws IOException {
        long begin = System.nanoTime();
        IOException last = null;
        while (System.nanoTime() - begin < LONGEST.toNanos()) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IOException notYet) {
                last = notYet;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw late(otherwise, last);
    }

    private static IOException late(String otherwise, @Nullable IOException last) {
        return new IOException(otherwise + " within " + LONGEST, last);
    }

    /** What is waited for. */
    interface Condition {
        boolean holds() throws IOException;
    }
}
