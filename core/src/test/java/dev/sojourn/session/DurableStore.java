package dev.sojourn.session;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.Durable;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory that the tests take for a durable one; counts its calls, and can be down. */
final class DurableStore implements SessionStore, Durable {

    final AtomicInteger finds = new AtomicInteger();
    final AtomicInteger writes = new AtomicInteger();
    volatile boolean down;

    private final SessionStore store;

    DurableStore(SessionStore store) {
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
    public SaveResult create(StoredSession session, Instant now) {
        called(writes);
        return store.create(session, now);
    }

    @Override
    public Optional<StoredSession> find(StoreKey key, Instant now) {
        called(finds);
        return store.find(key, now);
    }

    @Override
    public SaveResult save(StoredSession found, Changes changes, Instant now) {
        called(writes);
        return store.save(found, changes, now);
    }

    @Override
    public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
        called(writes);
        return store.renew(found, next, changes, now);
    }

    @Override
    public void delete(StoreKey key, Instant now) {
        called(writes);
        store.delete(key, now);
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return type == Durable.class ? Optional.of(type.cast(this)) : store.capability(type);
    }

    private void called(AtomicInteger counter) {
        counter.incrementAndGet();
        if (down) {
            throw new StoreException("the store is down");
        }
    }
}
