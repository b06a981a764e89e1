package dev.sojourn.session;

import dev.sojourn.event.EventType;
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
     * @throws UnsupportedOperationException when the store cannot list by owner, saying why
     */
    void end(String label, @Nullable StoreKey except, Instant now) {
        SessionsByOwner sessions = byOwner();
        var unused = epochs.raise(keyOf(label), now);
        int ended = context.asking(() -> sessions.endSessionsOf(label, except, now));
        context.tell(
                EventType.SESSIONS_ENDED,
                except == null ? null : except.handle(),
                ended + " of one owner" + (except == null ? "" : ", this one spared"));
    }

    /**
     * These, where the store knows owners.
     *
     * @throws UnsupportedOperationException where it does not, saying why
     */
    OwnedSessions required() {
        var unused = byOwner();
        return this;
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
