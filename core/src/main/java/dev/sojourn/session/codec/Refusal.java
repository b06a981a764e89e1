package dev.sojourn.session.codec;

import org.jspecify.annotations.Nullable;

/** Why a value is refused, and where inside it; the path grows from the inside out while the refusal travels up. */
final class Refusal extends RuntimeException {

    private static final int LONGEST_SHOWN = 40;

    private final String problem;
    private String path = "";

    Refusal(String problem) {
        this(problem, null);
    }

    Refusal(String problem, @Nullable Throwable cause) {
        // No stack trace: it always becomes a public exception, which has one.
        super(problem, cause, false, false);
        this.problem = problem;
    }

    /** The same refusal, seen from the container: at this index. */
    Refusal inside(int index) {
        path = "[" + index + "]" + path;
        return this;
    }

    /** The same refusal, seen from the container: under this key or field name. */
    Refusal inside(String name) {
        path = "." + printable(name) + path;
        return this;
    }

    /** Path and problem in one line. */
    String describe() {
        return path.isEmpty() ? problem : "at " + path + ": " + problem;
    }

    /** A name as it may stand in a message: of bounded length, on one line. */
    static String printable(String name) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < name.length() && i < LONGEST_SHOWN; i++) {
            char c = name.charAt(i);
            shown.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return name.length() > LONGEST_SHOWN ? shown + "..." : shown.toString();
    }
}
