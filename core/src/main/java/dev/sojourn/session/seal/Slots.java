package dev.sojourn.session.seal;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A few reusable objects that are not thread-safe themselves. Whoever takes one has it alone until giving it back.
 * Never blocks: an empty pool gives null, a full one lets go. (A {@code ThreadLocal} would make one per virtual
 * thread.)
 */
final class Slots<T> {

    private static final int SIZE =
            Integer.highestOneBit(Math.min(64, 4 * Runtime.getRuntime().availableProcessors()));

    private final AtomicReferenceArray<@Nullable T> slots = new AtomicReferenceArray<>(SIZE);

    @Nullable
    T take() {
        int start = start();
        for (int i = 0; i < SIZE; i++) {
            int slot = (start + i) & (SIZE - 1);
            if (slots.get(slot) != null) {
                T taken = slots.getAndSet(slot, null);
                if (taken != null) {
                    return taken;
                }
            }
        }
        return null;
    }

    void give(T object) {
        int start = start();
        for (int i = 0; i < SIZE; i++) {
            if (slots.compareAndSet((start + i) & (SIZE - 1), null, object)) {
                return;
            }
        }
    }

    /** Threads begin at different slots, and each finds again what it gave. */
    private static int start() {
        return (int) Thread.currentThread().getId();
    }
}
