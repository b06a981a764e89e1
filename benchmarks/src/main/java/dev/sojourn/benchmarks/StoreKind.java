package dev.sojourn.benchmarks;

import java.nio.file.Path;

/** The stores that can be measured, by the names that the command line takes. */
enum StoreKind {
    /** In this process. */
    memory,
    /** Below a directory, each write forced to disk. */
    file,
    /** A database in this process, in a file. */
    h2,
    /** A database server on this machine. */
    postgresql,
    /** A Redis server on this machine. */
    redis;

    /** @param directory an empty one for the store alone; a store may put nothing there */
    BenchmarkedStore open(Path directory) {
        return switch (this) {
            case memory -> MemoryPlace.open();
            case file -> FilePlace.open(directory);
            case h2 -> DatabasePlace.h2(directory);
            case postgresql -> DatabasePlace.postgresql();
            case redis -> RedisPlace.open();
        };
    }
}
