package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A store whose reads and deletions hang until they are let go. */
final class HangingStore extends ForwardingStore {

    final CountDownLatch letGo = new CountDownLatch(1);
    final AtomicInteger inside = new AtomicInteger();
    final AtomicInteger mostInside = new AtomicInteger();

    HangingStore() {
        super(MemoryStore.create());
    }

    @Override
    public Optional<StoredSession> find(StoreKey key, Instant now) {
        hang();
        return super.find(key, now);
    }

    @Override
    public void delete(StoreKey key, Instant now) {
        hang();
        super.delete(key, now);
    }

    private void hang() {
        mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
        boolean interrupted = false;
        while (letGo.getCount() > 0) {
            try {
                letGo.await();
            } catch (InterruptedException ignored) {
                interrupted = true; // a call into a kernel does not listen either
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        inside.decrementAndGet();
    }
}
