package dev.sojourn.session;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that counts its calls and can be down. */
final class FailingStore implements SessionStore {

    final AtomicInteger calls = new AtomicInteger();
    final CountDownLatch deleted = new CountDownLatch(1);
    volatile boolean down;
    volatile boolean answerLost;

    private final SessionStore store;

    FailingStore(SessionStore store) {
        this.store = store;
    }

    @Override
    public SaveResult create(StoredSession session, Instant now) {
        called();
        SaveResult result = store.create(session, now);
        if (answerLost) {
            throw new StoreException("the answer was lost");
        }
        return result;
    }

    @Override
    public Optional<StoredSession> find(StoreKey key, Instant now) {
        called();
        return store.find(key, now);
    }

    @Override
    public SaveResult save(StoredSession found, Changes changes, Instant now) {
        called();
        SaveResult result = store.save(found, changes, now);
        if (answerLost) {
            throw new StoreException("the answer was lost");
        }
        return result;
    }

    @Override
    public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
        called();
        return store.renew(found, next, changes, now);
    }

    @Override
    public void delete(StoreKey key, Instant now) {
        called();
        store.delete(key, now);
        deleted.countDown();
    }

    private void called() {
        calls.incrementAndGet();
        if (down) {
            throw new StoreException("the store is down");
        }
    }
}
