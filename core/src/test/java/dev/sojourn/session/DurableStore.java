package dev.sojourn.session;

import dev.sojourn.session.store.Durable;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.WatchedStore;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory that the tests take for a durable one; counts its calls, and can be down. */
final class DurableStore extends WatchedStore implements Durable {

    final AtomicInteger finds = new AtomicInteger();
    final AtomicInteger writes = new AtomicInteger();
    volatile boolean down;

    private final SessionStore store;

    DurableStore(SessionStore store) {
        super(store);
        this.store = store;
    }

    /** Another node's way to the same records. */
    DurableStore again() {
        return new DurableStore(store);
    }

    int calls() {
        return finds.get() + writes.get();
    }

    @Override
    protected void called(boolean write) {
        (write ? writes : finds).incrementAndGet();
        if (down) {
            throw new StoreException("the store is down");
        }
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return type == Durable.class ? Optional.of(type.cast(this)) : store.capability(type);
    }
}
