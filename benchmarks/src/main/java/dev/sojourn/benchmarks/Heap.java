package dev.sojourn.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/** By how much the heap of this process has grown since a moment. For one thread. */
final class Heap {

    private final long before = used();

    private Heap() {}

    /** From now on. */
    static Heap fromNow() {
        return new Heap();
    }

    /** The growth in bytes after a full collection. */
    OptionalLong growth() {
        return OptionalLong.of(Math.max(0, used() - before));
    }

    /** Two collections, since the first may only promote. */
    private static long used() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
