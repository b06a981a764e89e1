package dev.sojourn.benchmarks;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Tells how far a long run has come: on a terminal in one line that is written over, elsewhere in a line now and then. Thread-safe. */
final class Progress {

    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final int PERCENT = 100;

    private final PrintWriter out;
    private final boolean terminal;
    private final long pause;
    private long last;
    private boolean open;

    /** @param terminal whether a carriage return goes back to the beginning of the line */
    Progress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        this.pause = terminal ? TimeUnit.MILLISECONDS.toNanos(200) : TimeUnit.SECONDS.toNanos(10);
        this.last = System.nanoTime() - pause;
    }

    /** Says it at once; a line that stays. */
    synchronized void tell(String text) {
        close();
        out.println(text);
        out.flush();
    }

    /** Says how much of something is done, unless that was said just now. */
    synchronized void at(String what, long done, long all) {
        long now = System.nanoTime();
        if (now - last < pause) {
            return;
        }
        last = now;
        String text = String.format(Locale.ROOT, "  %s: %,d of %,d (%d %%)", what, done, all, done * PERCENT / all);
        if (terminal) {
            out.print(CLEAR_LINE + text);
            open = true;
        } else {
            out.println(text);
        }
        out.flush();
    }

    private void close() {
        if (open) {
            out.print(CLEAR_LINE);
            open = false;
        }
    }
}
