package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sessions of an owner while they move: of both stores, each once. Thread-safe. */
final class MigratingOwners implements SessionsByOwner {

    private final MigratingStore store;
    private final SessionsByOwner from;
    private final SessionsByOwner to;

    MigratingOwners(MigratingStore store, SessionsByOwner from, SessionsByOwner to) {
        this.store = store;
        this.from = from;
        this.to = to;
    }

    /** {@inheritDoc} The old store first: what moves meanwhile is seen in the new one. */
    @Override
    public List<StoredSession> sessionsOf(String owner, Instant now) {
        Map<StoreKey, StoredSession> sessions = new LinkedHashMap<>();
        for (StoredSession session : from.sessionsOf(owner, now)) {
            store.listed(session, now).ifPresent(live -> sessions.put(live.key(), live));
        }
        for (StoredSession session : to.sessionsOf(owner, now)) {
            store.listedMoved(session).ifPresent(live -> sessions.put(live.key(), live));
        }
        return new ArrayList<>(sessions.values());
    }

    /**
     * {@inheritDoc} Again until nothing new is found, since a session may get another key meanwhile. The stores are asked as well:
     * they see what a list may miss in the moment of a renewal.
     */
    @Override
    public int endSessionsOf(String owner, @Nullable StoreKey except, Instant now) {
        Set<StoreKey> ended = new HashSet<>();
        int unlisted = 0;
        boolean more = true;
        while (more) {
            more = false;
            for (StoredSession session : sessionsOf(owner, now)) {
                boolean spared = except != null && session.key().equals(except);
                if (!spared && ended.add(session.key())) {
                    store.delete(session.key(), now);
                    more = true;
                }
            }
            int missed = from.endSessionsOf(owner, except, now) + to.endSessionsOf(owner, except, now);
            unlisted += missed;
            more = more || missed > 0;
        }
        return ended.size() + unlisted;
    }
}
