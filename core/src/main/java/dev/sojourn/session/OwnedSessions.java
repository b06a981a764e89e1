package dev.sojourn.session;

import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.SessionsByOwner;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one owner in a store, where it knows them. Owners are given by their label. Thread-safe.
 *
 * <p>Whoever ends them raises the owner's epoch first and looks for sessions then: a sign-in that is being written at the same time
 * sees the epoch move, or is seen.
 */
final class OwnedSessions {

    private final SessionStore store;
    private final SessionContext context;
    private final Epochs epochs;

    OwnedSessions(SessionStore store, SessionContext context) {
        this.store = store;
        this.context = context;
        this.epochs = new Epochs(store, context);
    }

    List<StoredSession> list(String label, Instant now) {
        return byOwner().sessionsOf(label, now);
    }

    /**
     * Ends them.
     *
     * @param except one to spare; null spares none
     * @return the owner's new epoch
     * @throws UnsupportedOperationException when the store cannot list by owner, saying why
     */
    long end(String label, @Nullable StoreKey except, Instant now) {
        SessionsByOwner sessions = byOwner();
        long epoch = epochs.raise(keyOf(label), now);
        context.asking(() -> sessions.endSessionsOf(label, except, now));
        return epoch;
    }

    /** Where the owner's epoch stands; {@link Epochs#NONE} where the store cannot end sessions by owner, so it never rises. */
    long epoch(String label, Instant now) {
        return store.capability(SessionsByOwner.class).isPresent() ? epochs.read(keyOf(label), now) : Epochs.NONE;
    }

    private StoreKey keyOf(String label) {
        return StoreKey.ofEpoch(label, context.settings().application());
    }

    private SessionsByOwner byOwner() {
        return store.capability(SessionsByOwner.class)
                .orElseThrow(() ->
                        new UnsupportedOperationException(store.name() + " " + store.whyNot(SessionsByOwner.class)));
    }
}
