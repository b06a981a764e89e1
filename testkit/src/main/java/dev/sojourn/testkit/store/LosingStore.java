package dev.sojourn.testkit.store;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.Optional;

/** Passes every write on and then loses the answer, as a network does that breaks on the way back. */
final class LosingStore implements SessionStore {

    private final SessionStore store;

    LosingStore(SessionStore store) {
        this.store = store;
    }

    @Override
    public SaveResult create(StoredSession session, Instant now) {
        throw lost(store.create(session, now));
    }

    @Override
    public Optional<StoredSession> find(StoreKey key, Instant now) {
        return store.find(key, now);
    }

    @Override
    public SaveResult save(StoredSession found, Changes changes, Instant now) {
        throw lost(store.save(found, changes, now));
    }

    @Override
    public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
        throw lost(store.renew(found, next, changes, now));
    }

    @Override
    public void delete(StoreKey key, Instant now) {
        store.delete(key, now);
        throw new StoreException("the answer to a delete was lost");
    }

    private static StoreException lost(SaveResult answer) {
        return new StoreException("the answer was lost: " + answer.getClass().getSimpleName());
    }
}
