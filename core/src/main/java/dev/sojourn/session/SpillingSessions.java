package dev.sojourn.session;

import dev.sojourn.session.SealedMark.Spilled;
import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Content of sealed sessions that grew too large for the cookie: kept as stored sessions are, under a token that stays sealed. */
final class SpillingSessions {

    private static final Logger LOG = LoggerFactory.getLogger(SpillingSessions.class);

    private final StoredSessions stored;

    SpillingSessions(StoredSessions stored) {
        this.stored = stored;
    }

    /** A spilled session with its content; null where the store no longer has it. */
    @Nullable
    StoredSession find(StoredSession sealed, boolean outdated, Instant now) {
        SessionToken token = spilled(sealed).token();
        SessionBackend.Found found = stored.open(token.revealText(), now);
        return found == null ? null : outside(sealed, token, found.session(), outdated);
    }

    /** Moves content out of the cookie, into a record of its own. */
    CommitResult spill(StoredSession sealed, Instant now) {
        Identity inside = stored.newIdentity();
        StoredSession record = sealed.withKey(inside.key()).withVersion(null);
        return outside(stored.commit(new CommitPlan.Create(inside, record, null), now), sealed, tokenOf(inside));
    }

    /** Merges changes into the record. */
    CommitResult save(StoredSession found, Changes changes, Instant now) {
        return outside(
                stored.commit(new CommitPlan.Save(recordOf(found), changes), now),
                found,
                spilled(found).token());
    }

    /** Moves the record to a new token, for a session that gets a new id. */
    CommitResult renew(StoredSession found, StoredSession next, Changes changes, Instant now) {
        Identity inside = stored.newIdentity();
        CommitResult result = stored.commit(new CommitPlan.Renew(recordOf(found), inside, changes, null), now);
        return result instanceof CommitResult.Kept
                ? outside(result, next, tokenOf(inside))
                : outside(result, found, spilled(found).token());
    }

    /**
     * Writes the content as it was found to where the browser's cookie leads, after it was moved from there in vain: what a sign-in wrote
     * must not appear under the former cookie. Where the store fails again the content is lost.
     */
    void putBack(StoredSession found, Instant now) {
        Identity inside = stored.identity(spilled(found).token());
        StoredSession record = recordOf(found).withKey(inside.key()).withVersion(null);
        try {
            stored.commit(new CommitPlan.Create(inside, record, null), now);
        } catch (StoreException lost) {
            LOG.debug("the content of {} is lost", found.key(), lost);
        }
    }

    /** Deletes a record that no cookie leads to. Where the store fails, which it has told, the record expires by itself. */
    void discard(StoredSession unused, Instant now) {
        try {
            delete(keyOf(spilled(unused).token()), now);
        } catch (StoreException left) {
            LOG.debug("the record of {} is left to expire", unused.key(), left);
        }
    }

    void delete(StoreKey key, Instant now) {
        stored.end(Ending.of(key), now);
    }

    StoreKey keyOf(SessionToken token) {
        return Objects.requireNonNull(stored.endingOf(token.revealText())).key();
    }

    private static CommitResult outside(CommitResult result, StoredSession sealed, SessionToken token) {
        if (result instanceof CommitResult.Kept kept) {
            return new CommitResult.Kept(outside(sealed, token, kept.session(), false), null, kept.overwritten());
        }
        if (result instanceof CommitResult.Stale stale) {
            boolean outdated = spilled(sealed).outdated();
            return new CommitResult.Stale(outside(sealed, token, stale.current(), outdated));
        }
        return result;
    }

    /** The record as the session it is: under its sealed id, and its sealed owner, whatever the store says of that. */
    private static StoredSession outside(
            StoredSession sealed, SessionToken token, StoredSession record, boolean outdated) {
        SealedMark mark = SealedMark.of(sealed);
        return new StoredSession(
                sealed.key(),
                record.attributes(),
                record.createdAt(),
                record.lastSeenAt(),
                record.expiresAt(),
                record.endsAt(),
                sealed.owner(),
                record.device(),
                new SealedMark(mark.identity(), mark.epoch(), new Spilled(token, record, outdated)));
    }

    private static StoredSession recordOf(StoredSession found) {
        return Objects.requireNonNull(spilled(found).record(), "the content was not read");
    }

    private static Spilled spilled(StoredSession sealed) {
        return Objects.requireNonNull(SealedMark.of(sealed).spilled(), "not spilled");
    }

    private static SessionToken tokenOf(Identity inside) {
        return SessionToken.of(inside.secret());
    }
}
