package dev.sojourn.session;

import dev.sojourn.session.cookie.SessionCookie;
import dev.sojourn.session.store.SessionLimit;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.SessionsByOwner;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.List;

/** Sessions kept in a store. Thread-safe. */
final class StoredKind implements SessionKind {

    private final SessionStore store;
    private final boolean sealAtRest;
    private final SessionContext context;
    private final Epochs epochs;

    StoredKind(SessionStore store, boolean sealAtRest, SessionContext context) {
        this.store = store;
        this.sealAtRest = sealAtRest;
        this.context = context;
        this.epochs = new Epochs(store, context);
    }

    @Override
    public SessionBackend behind(SessionCookie cookie) {
        return new StoredSessions(store, cookie, context, sealAtRest);
    }

    @Override
    public void requireSessionLimit() {
        if (store.capability(SessionLimit.class).isEmpty()) {
            throw new UnsupportedOperationException(store.name() + " " + store.whyNot(SessionLimit.class));
        }
    }

    @Override
    public List<SessionStore> stores() {
        return List.of(store);
    }

    @Override
    public List<StoredSession> sessionsOf(String owner, Instant now) {
        return byOwner().sessionsOf(context.settings().ownerLabel(owner), now);
    }

    /** The epoch first: a sign-in that is being written sees it move, or is seen. */
    @Override
    public void endSessionsOf(String owner, Instant now) {
        SessionsByOwner sessions = byOwner();
        String label = context.settings().ownerLabel(owner);
        epochs.raise(StoreKey.ofEpoch(label, context.settings().application()), now);
        sessions.endSessionsOf(label, null, now);
    }

    @Override
    public void endAllSessions(Instant now) {
        throw new UnsupportedOperationException(
                "sessions kept in a store are ended one owner at a time, by endSessionsOf; to end all of them, empty the store"
                        + " or give the application another name");
    }

    private SessionsByOwner byOwner() {
        return store.capability(SessionsByOwner.class)
                .orElseThrow(() ->
                        new UnsupportedOperationException(store.name() + " " + store.whyNot(SessionsByOwner.class)));
    }
}
