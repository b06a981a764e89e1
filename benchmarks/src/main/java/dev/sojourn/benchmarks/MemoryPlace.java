package dev.sojourn.benchmarks;

import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.SessionStore;
import java.util.OptionalLong;

/** The store in memory, without a bound that could be reached; its bytes are the heap's growth. */
final class MemoryPlace implements BenchmarkedStore {

    private final Heap heap = Heap.fromNow();
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
        return heap.growth();
    }

    @Override
    public void close() {
        store.close();
    }
}
