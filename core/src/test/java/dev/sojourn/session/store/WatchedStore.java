package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.Optional;

/** A store before another that is told of every call before it goes on, so that a test may count it, or let it fail. */
public abstract class WatchedStore implements SessionStore {

    private final SessionStore store;

    protected WatchedStore(SessionStore store) {
        this.store = store;
    }

    /** A call is about to go on; what is thrown here is what the caller gets instead. */
    protected abstract void called(boolean write);

    @Override
    public SaveResult create(StoredSession session, Instant now) {
        called(true);
        return store.create(session, now);
    }

    @Override
    public Optional<StoredSession> find(StoreKey key, Instant now) {
        called(false);
        return store.find(key, now);
    }

    @Override
    public SaveResult save(StoredSession found, Changes changes, Instant now) {
        called(true);
        return store.save(found, changes, now);
    }

    @Override
    public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
        called(true);
        return store.renew(found, next, changes, now);
    }

    @Override
    public void delete(StoreKey key, Instant now) {
        called(true);
        store.delete(key, now);
    }
}
