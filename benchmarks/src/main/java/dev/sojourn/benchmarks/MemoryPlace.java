package dev.sojourn.benchmarks;

import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.SessionStore;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/** The store in memory, without a bound that could be reached; its bytes are the heap's growth after a full collection. */
final class MemoryPlace implements BenchmarkedStore {

    private final long before = usedHeap();
    private final MemoryStore store =
            MemoryStore.builder().maxSessions(Integer.MAX_VALUE).build();

    private MemoryPlace() {}

    static BenchmarkedStore open() {
        return new MemoryPlace();
    }

    @Override
    public SessionStore store() {
        return store;
    }

    @Override
    public OptionalLong bytes() {
        return OptionalLong.of(Math.max(0, usedHeap() - before));
    }

    @Override
    public void close() {
        store.close();
    }

    /** Two collections, since the first may only promote. */
    private static long usedHeap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
