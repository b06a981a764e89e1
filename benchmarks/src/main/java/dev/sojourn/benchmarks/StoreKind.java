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
    /** Another database in this process, in a file, each write forced to disk. */
    sqlite,
    /** A database server on this machine, each write forced to disk. */
    postgresql,
    /** A Redis server on this machine, without persistence. */
    redis,
    /** The machine's own Memcached. */
    memcached,
    /** Caffeine's JSR-107 cache in this process. */
    caffeine,
    /** The JSR-107 cache of a Hazelcast member in this process. */
    hazelcast;

    /** @param directory an empty one for the store alone; a store may put nothing there */
    BenchmarkedStore open(Path directory) {
        return switch (this) {
            case memory -> MemoryPlace.open();
            case file -> FilePlace.open(directory);
            case h2 -> DatabasePlace.h2(directory);
            case sqlite -> DatabasePlace.sqlite(directory);
            case postgresql -> DatabasePlace.postgresql();
            case redis -> RedisPlace.open();
            case memcached -> MemcachedPlace.start();
            case caffeine -> CachePlace.caffeine();
            case hazelcast -> CachePlace.hazelcast();
        };
    }
}
