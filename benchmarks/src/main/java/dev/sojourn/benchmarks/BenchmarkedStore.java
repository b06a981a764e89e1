package dev.sojourn.benchmarks;

import dev.sojourn.session.store.SessionStore;
import java.util.OptionalLong;

/** A store to be measured, with whatever it runs on. Closing removes what it kept and stops what it started. */
interface BenchmarkedStore extends AutoCloseable {

    /** The store as an application would open it. */
    SessionStore store();

    /** A store over the same sessions that is filled more quickly; whoever asks closes neither. */
    default SessionStore filler() {
        return store();
    }

    /** Whether it is filled in the order of the keys: keys by chance touch a page of the file each, and take hours at last. */
    default boolean filledInKeyOrder() {
        return false;
    }

    /** The bytes that all sessions take by now; empty where nobody can tell. */
    OptionalLong bytes();

    @Override
    void close();
}
