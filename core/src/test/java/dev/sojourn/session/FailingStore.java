package dev.sojourn.session;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.store.WatchedStore;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that counts its calls and can be down. */
final class FailingStore extends WatchedStore {

    final AtomicInteger calls = new AtomicInteger();
    final CountDownLatch deleted = new CountDownLatch(1);
    volatile boolean down;
    volatile boolean answerLost;

    FailingStore(SessionStore store) {
        super(store);
    }

    @Override
    protected void called(boolean write) {
        calls.incrementAndGet();
        if (down) {
            throw new StoreException("the store is down");
        }
    }

    @Override
    public SaveResult create(StoredSession session, Instant now) {
        SaveResult result = super.create(session, now);
        if (answerLost) {
            throw new StoreException("the answer was lost");
        }
        return result;
    }

    @Override
    public SaveResult save(StoredSession found, Changes changes, Instant now) {
        SaveResult result = super.save(found, changes, now);
        if (answerLost) {
            throw new StoreException("the answer was lost");
        }
        return result;
    }

    @Override
    public void delete(StoreKey key, Instant now) {
        super.delete(key, now);
        deleted.countDown();
    }
}
