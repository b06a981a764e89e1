package dev.sojourn.testkit.door;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that counts its calls and breaks on demand. */
final class ObservedStore implements SessionStore {

    private final SessionStore store;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean readsFail;
    private volatile boolean writesFail;

    ObservedStore(SessionStore store) {
        this.store = store;
    }

    int calls() {
        return calls.get();
    }

    void fail(boolean reads, boolean writes) {
        readsFail = reads;
        writesFail = writes;
    }

    private void call(boolean fails) {
        calls.incrementAndGet();
        if (fails) {
            throw new StoreException("the store of this exam was told to fail");
        }
    }

    @Override
    public SaveResult create(StoredSession session, Instant now) {
        call(writesFail);
        return store.create(session, now);
    }

    @Override
    public Optional<StoredSession> find(StoreKey key, Instant now) {
        call(readsFail);
        return store.find(key, now);
    }

    @Override
    public SaveResult save(StoredSession found, Changes changes, Instant now) {
        call(writesFail);
        return store.save(found, changes, now);
    }

    @Override
    public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
        call(writesFail);
        return store.renew(found, next, changes, now);
    }

    @Override
    public void delete(StoreKey key, Instant now) {
        call(writesFail);
        store.delete(key, now);
    }

    @Override
    public void close() {
        store.close();
    }
}
