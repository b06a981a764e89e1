package dev.sojourn.session;

import dev.sojourn.session.cookie.SessionCookie;
import dev.sojourn.session.store.SessionLimit;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoredSession;
import java.time.Instant;
import java.util.List;

/** Sessions kept in a store. Thread-safe. */
final class StoredKind implements SessionKind {

    private final SessionStore store;
    private final boolean sealAtRest;
    private final SessionContext context;
    private final OwnedSessions owned;

    StoredKind(SessionStore store, boolean sealAtRest, SessionContext context) {
        this.store = store;
        this.sealAtRest = sealAtRest;
        this.context = context;
        this.owned = new OwnedSessions(store, context);
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
        return owned.list(context.settings().ownerLabel(owner), now);
    }

    @Override
    public void endSessionsOf(String owner, Instant now) {
        owned.end(context.settings().ownerLabel(owner), null, now);
    }

    @Override
    public void endAllSessions(Instant now) {
        throw new UnsupportedOperationException(
                "sessions kept in a store are ended one owner at a time, by endSessionsOf; to end all of them, empty the store"
                        + " or give the application another name");
    }
}
