package dev.sojourn.benchmarks;

import java.nio.file.Path;

/** The stores that can be measured, by the names that the command line takes. */
enum StoreKind {
    /** In this process. */
    memory,
    /** Below a directory, each write forced to disk. */
    file;

    /** @param directory an empty one for the store alone; a store may put nothing there */
    BenchmarkedStore open(Path directory) {
        return switch (this) {
            case memory -> MemoryPlace.open();
            case file -> FilePlace.open(directory);
        };
    }
}
