package dev.sojourn.session;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.StoredSession;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Plans what is written next, by what is stored, what has changed in it and what else was asked of the session: a new token, a
 * sign-in. Not thread-safe: guarded by its session.
 */
final class CommitPlanner {

    private final SessionContext context;
    private final SessionBackend backend;
    private @Nullable Identity identity;
    private @Nullable String newOwner;
    private @Nullable Long epoch;
    private boolean renew;
    private boolean restart;

    CommitPlanner(SessionContext context, SessionBackend backend) {
        this.context = context;
        this.backend = backend;
    }

    /** The identity that the next new token is made of. */
    Identity identity() {
        Identity current = identity;
        if (current == null) {
            current = backend.newIdentity();
            identity = current;
        }
        return current;
    }

    /** The identity turned out to be somebody else's. */
    void identityTaken() {
        identity = null;
    }

    void renew() {
        renew = true;
    }

    /** Whether a sign-in is under way. */
    boolean restarts() {
        return restart;
    }

    void restart(String owner, long epochAtSignIn) {
        restart = true;
        newOwner = owner;
        epoch = epochAtSignIn;
    }

    /** The record has ended, and a new token would be of nothing; true when a sign-in goes on without it. */
    boolean startFresh() {
        boolean signIn = restart;
        renew = false;
        restart = false;
        return signIn;
    }

    /** Under which identity a sign-in was to be written; null where none is under way. */
    @Nullable
    Identity signingIn() {
        return epoch == null ? null : identity;
    }

    /** Nothing is asked any more: it was written, or the session has ended. */
    void done() {
        identity = null;
        newOwner = null;
        epoch = null;
        renew = false;
        restart = false;
    }

    /**
     * @param found what is stored; null for nothing
     * @param outdated whether it should be written again though nothing changed
     */
    CommitPlan plan(@Nullable StoredSession found, boolean outdated, Attributes.Delta delta, Instant now) {
        if (found == null) {
            if (delta.set().isEmpty()) {
                return new CommitPlan.Nothing();
            }
            return new CommitPlan.Create(identity(), freshRecord(PackedAttributes.of(delta.set()), now), epoch);
        }
        Instant begin = restart ? now : found.createdAt();
        Changes changes = new Changes(
                delta.set(),
                delta.removed(),
                delta.expected(),
                restart ? now : null,
                now,
                context.settings().deadline(begin, now),
                restart ? now.plus(context.settings().lifetime()) : null,
                newOwner,
                null);
        if (renew || restart) {
            return new CommitPlan.Renew(found, identity(), changes, epoch);
        }
        if (!delta.isEmpty() || outdated || context.settings().touchDue(found.lastSeenAt(), now)) {
            return new CommitPlan.Save(found, changes);
        }
        return new CommitPlan.Nothing();
    }

    /** A session that begins now. */
    StoredSession freshRecord(PackedAttributes content, Instant now) {
        return new StoredSession(
                identity().key(),
                content,
                now,
                now,
                context.settings().deadline(now, now),
                now.plus(context.settings().lifetime()),
                newOwner,
                null,
                null);
    }
}
