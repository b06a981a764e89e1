package dev.sojourn.testkit.store;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.ForwardingStore;
import dev.sojourn.session.store.MigratingStore;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SaveResult.Stale;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Nodes of two releases over the same two stores, to sit an exam: those that prepare a move begin the sessions, those that move do
 * all the rest. Thread-safe; closing it closes both stores.
 */
public final class NeighbouringReleases extends ForwardingStore {

    private final SessionStore before;
    private final Set<StoredSession> begun = ConcurrentHashMap.newKeySet();

    /** Sessions begin in {@code from} and move to {@code to}. */
    public NeighbouringReleases(SessionStore from, SessionStore to) {
        super(MigratingStore.moving(from, to));
        this.before = MigratingStore.preparing(from, to);
    }

    @Override
    public SaveResult create(StoredSession session, Instant now) {
        SaveResult result = before.create(session, now);
        if (result instanceof Saved saved) {
            begun.add(saved.session());
        }
        return result;
    }

    /** A session that moved since it was found is stale and nothing else; whoever is told so renews what was answered. */
    @Override
    public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
        SaveResult result = super.renew(found, next, changes, now);
        if (result instanceof Stale stale
                && begun.contains(found)
                && stale.current().withVersion(null).equals(found.withVersion(null))) {
            return super.renew(stale.current(), next, changes, now);
        }
        return result;
    }
}
