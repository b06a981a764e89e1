package dev.sojourn.demo;

import org.jspecify.annotations.Nullable;

/**
 * How sessions are kept, as the flags say it.
 *
 * @param nearCache whether copies are kept in this process
 * @param move where they are on their way to; null while they stay
 */
record Keeping(
        SessionPlace place, boolean nearCache, @Nullable Move move) {

    /** Without a copy and without a move. */
    static Keeping in(SessionPlace place) {
        return new Keeping(place, false, null);
    }
}
