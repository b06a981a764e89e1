package dev.sojourn.faults;

import dev.sojourn.faults.Browser.Answer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** One browser that looks at a page without session, again and again, and at the clock. */
final class Onlooker {

    private static final Duration PAUSE = Duration.ofMillis(5);

    private final Browser browser;
    private Duration slowest = Duration.ZERO;

    Onlooker(Browser browser) {
        this.browser = browser;
    }

    Callable<Onlooker> until(Node node, AtomicBoolean over) {
        return () -> {
            while (!over.get()) {
                Answer answer = browser.get(node, "/public");
                if (!answer.body().equals("public")) {
                    throw new IllegalStateException("a page without session: " + answer);
                }
                slowest = Writer.longer(slowest, answer.took());
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            return this;
        };
    }

    /** How long the page took at worst. */
    Duration slowest() {
        return slowest;
    }
}
