package dev.sojourn.demo;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** In a store of the server, which is opened once and for as long as the demo runs. */
sealed interface ServerPlace extends SessionPlace
        permits MemoryPlace, FilePlace, DatabasePlace, RedisPlace, MemcachedPlace, HazelcastPlace {

    /** What it is that must be reached or opened, without a password. */
    String where();

    /**
     * Opens the store.
     *
     * @param data the demo's directory, for stores that keep files
     * @param lifetime the longest of the sessions, for stores that forget by themselves
     * @throws dev.sojourn.session.store.StoreException when it cannot be opened
     */
    Shelf open(Path data, Duration lifetime, Clock clock);
}
