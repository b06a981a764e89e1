package dev.sojourn.session;

import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Duration;
import java.time.Instant;

/** Ends sealed sessions on every node: one by its tombstone, an owner's or all by an epoch. Thread-safe. */
final class Revocation {

    private final Epochs epochs;
    private final RecentEpochs recent;
    private final StoreKey ofAll;
    private final String application;

    /** @param within how old this node's knowledge may be */
    Revocation(SessionStore store, Duration within, SessionContext context) {
        this.epochs = new Epochs(store, context);
        this.recent = new RecentEpochs(epochs, within);
        this.application = context.settings().application();
        this.ofAll = StoreKey.ofEpoch(application);
    }

    /**
     * True when the session was ended.
     *
     * @throws StoreException when nobody can say
     */
    boolean revoked(StoredSession session, long sealed, Instant now) {
        String owner = session.owner();
        return recent.past(session.key(), sealed, now)
                || recent.past(ofAll, sealed, now)
                || owner != null && recent.past(StoreKey.ofEpoch(owner, application), sealed, now);
    }

    /** What a visitor's new session is sealed with. */
    long epochOfVisitor(Instant now) {
        return Math.max(recent.get(ofAll, now), now.toEpochMilli());
    }

    /** What a session is sealed with whose owner signs in now, whatever this node remembers. */
    long epochAtSignIn(String owner, Instant now) {
        return Math.max(
                now.toEpochMilli(),
                Math.max(readPast(ofAll, now), readPast(StoreKey.ofEpoch(owner, application), now)));
    }

    /** Ends one session. This node knows it even when the store could not be told. */
    void end(StoreKey key, Instant endsAt, Instant now) {
        recent.saw(key, Epochs.NEVER, now);
        var unused = epochs.bury(key, endsAt, now);
    }

    /**
     * Ends a session that goes on under another id; false where it had been ended before.
     *
     * @throws StoreException when the store failed; it was not left then, as far as this node knows
     */
    boolean leave(StoreKey key, Instant endsAt, Instant now) {
        boolean first = epochs.bury(key, endsAt, now);
        recent.saw(key, Epochs.NEVER, now);
        return first;
    }

    /** Ends what an owner has signed in to, also what was sealed with the application's epoch a moment ago. */
    void endSessionsOf(String owner, Instant now) {
        raise(StoreKey.ofEpoch(owner, application), readPast(ofAll, now), now);
    }

    /**
     * Ends every session there is, also what was sealed with an owner's epoch a moment ago, on whatever node that was raised: those
     * are ahead of the clocks, or a little above the last epoch of all.
     */
    void endAllSessions(Instant now) {
        long aheadOfOwners =
                Math.max(now.toEpochMilli() + Epochs.SKEW_MILLIS, readPast(ofAll, now)) + Epochs.SKEW_MILLIS;
        raise(ofAll, aheadOfOwners, now);
    }

    private void raise(StoreKey key, long floor, Instant now) {
        recent.saw(key, epochs.raise(key, floor, now), now);
    }

    private long readPast(StoreKey key, Instant now) {
        long epoch = epochs.read(key, now);
        recent.saw(key, epoch, now);
        return epoch;
    }
}
