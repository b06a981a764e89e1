package dev.sojourn.session;

import dev.sojourn.event.EventType;
import dev.sojourn.session.cookie.SessionCookie;
import dev.sojourn.session.cookie.SetCookie;
import dev.sojourn.session.seal.AtRestKey;
import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SessionLimit;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sessions kept in a store; the cookie holds a token and changes only when the token does. */
final class StoredSessions implements SessionBackend {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final SessionStore store;
    private final SessionCookie cookie;
    private final SessionContext context;
    private final OwnedSessions owned;
    private final boolean sealAtRest;

    StoredSessions(SessionStore store, SessionCookie cookie, SessionContext context) {
        this(store, cookie, context, false);
    }

    /** @param sealAtRest whether the store gets to see what is in the sessions */
    StoredSessions(SessionStore store, SessionCookie cookie, SessionContext context, boolean sealAtRest) {
        this.store = store;
        this.cookie = cookie;
        this.context = context;
        this.owned = new OwnedSessions(store, context);
        this.sealAtRest = sealAtRest;
    }

    @Override
    public @Nullable Found open(String cookieValue, Instant now) {
        SessionToken token = SessionToken.parse(cookieValue).orElse(null);
        if (token == null) {
            return null;
        }
        Identity identity = identity(token);
        StoredSession record =
                context.asking(() -> store.find(identity.key(), now)).orElse(null);
        StoredSession found = record == null ? null : opened(record, sealOf(identity));
        return found == null ? null : new Found(found, false);
    }

    @Override
    public @Nullable Ending endingOf(String cookieValue) {
        return SessionToken.parse(cookieValue)
                .map(token -> Ending.of(keyOf(token)))
                .orElse(null);
    }

    @Override
    public Ending endingOf(StoredSession found) {
        return Ending.of(found.key());
    }

    @Override
    public Ending endingOf(Identity written) {
        return Ending.of(written.key());
    }

    @Override
    public long epochAtSignIn(String owner, Instant now) {
        return owned.epoch(ownerLabel(owner), now);
    }

    @Override
    public String ownerLabel(String owner) {
        return context.settings().ownerLabel(owner);
    }

    @Override
    public Identity newIdentity() {
        return identity(SessionToken.random());
    }

    /** Of a session whose token is known. */
    Identity identity(SessionToken token) {
        return new Identity(keyOf(token), token.revealBytes());
    }

    /** Sealed records have keys of their own kind: one that is not sealed is never found in place of one that should be. */
    private StoreKey keyOf(SessionToken token) {
        String application = context.settings().application();
        return sealAtRest ? StoreKey.ofSealedRecord(token, application) : StoreKey.of(token, application);
    }

    private RecordSeal sealOf(Identity identity) {
        return sealAtRest
                ? new AttributeSeal(AtRestKey.of(
                        identity.secret(),
                        identity.key().bytes(),
                        context.settings().application(),
                        RANDOM))
                : RecordSeal.NONE;
    }

    private @Nullable StoredSession opened(StoredSession record, RecordSeal seal) {
        StoredSession session = seal.open(record);
        if (session == null) {
            context.tell(
                    EventType.CRYPT_DECRYPT_FAIL,
                    record.key().handle(),
                    "an attribute in the store is not what was sealed; the session counts as absent");
        }
        return session;
    }

    @Override
    public CommitResult commit(CommitPlan plan, Instant now) {
        if (plan instanceof CommitPlan.Create create) {
            return create(create, now);
        }
        if (plan instanceof CommitPlan.Save save) {
            return save(save, now);
        }
        if (plan instanceof CommitPlan.Renew renew) {
            return renew(renew, now);
        }
        throw new IllegalArgumentException("nothing to commit in " + plan);
    }

    private CommitResult create(CommitPlan.Create create, Instant now) {
        RecordSeal seal = sealOf(create.identity());
        StoredSession record = seal.seal(create.session());
        checkSize(record, 0);
        SaveResult result = context.asking(() -> store.create(record, now));
        return overtaken(result, create.epoch(), now)
                ? new CommitResult.Revoked()
                : result(result, seal, seal, create.identity(), now);
    }

    private CommitResult save(CommitPlan.Save save, Instant now) {
        RecordSeal seal = RecordSeal.of(save.found());
        StoredSession record = seal.record(save.found());
        Changes changes = seal.seal(save.found(), save.changes());
        if (changes == null) {
            return new CommitResult.Stale(save.found());
        }
        if (!changes.set().isEmpty()) {
            checkSize(changes.applyTo(record), record.attributes().size());
        }
        return result(context.asking(() -> store.save(record, changes, now)), seal, seal, null, now);
    }

    private CommitResult renew(CommitPlan.Renew renew, Instant now) {
        RecordSeal seal = RecordSeal.of(renew.found());
        RecordSeal next = sealOf(renew.next());
        StoredSession record = seal.record(renew.found());
        Changes changes = seal.move(renew.found(), renew.changes(), next);
        if (changes == null) {
            return new CommitResult.Stale(renew.found());
        }
        checkSize(changes.applyTo(record), record.attributes().size());
        SaveResult result =
                context.asking(() -> store.renew(record, renew.next().key(), changes, now));
        return overtaken(result, renew.epoch(), now)
                ? new CommitResult.Revoked()
                : result(result, seal, next, renew.next(), now);
    }

    @Override
    public boolean takePlace(String owner, StoreKey key, @Nullable StoreKey instead, int max, Instant now) {
        SessionLimit limit = store.capability(SessionLimit.class)
                .orElseThrow(
                        () -> new UnsupportedOperationException(store.name() + " " + store.whyNot(SessionLimit.class)));
        return context.asking(() -> limit.takePlace(ownerLabel(owner), key, instead, max, now));
    }

    @Override
    public void end(Ending ending, Instant now) {
        delete(ending.key(), now);
    }

    @Override
    public OwnedSessions owned() {
        return owned.required();
    }

    @Override
    public SetCookie deletionCookie() {
        return cookie.deletion();
    }

    /**
     * Ends what a sign-in has written when all sessions of its owner were ended since it began, see {@link OwnedSessions}.
     */
    private boolean overtaken(SaveResult result, @Nullable Long epoch, Instant now) {
        if (epoch == null || !(result instanceof SaveResult.Saved saved)) {
            return false;
        }
        String label = saved.session().owner();
        boolean moved = label != null && owned.epoch(label, now) > epoch;
        if (moved) {
            delete(saved.session().key(), now);
        }
        return moved;
    }

    private void delete(StoreKey key, Instant now) {
        context.asking(() -> {
            store.delete(key, now);
            return true;
        });
    }

    /**
     * @param before the seal of what was found
     * @param after the seal of what was written
     * @param identity the new identity; null where the session keeps its own
     */
    private CommitResult result(
            SaveResult result, RecordSeal before, RecordSeal after, @Nullable Identity identity, Instant now) {
        if (result instanceof SaveResult.Saved saved) {
            StoredSession session = opened(saved.session(), after);
            SetCookie sent = session == null || identity == null ? null : liveCookie(session, identity, now);
            return session == null
                    ? new CommitResult.Gone()
                    : new CommitResult.Kept(session, sent, saved.overwritten());
        }
        if (result instanceof SaveResult.Stale stale) {
            StoredSession current = opened(stale.current(), before);
            return current == null ? new CommitResult.Gone() : new CommitResult.Stale(current);
        }
        return result instanceof SaveResult.Taken ? new CommitResult.Taken() : new CommitResult.Gone();
    }

    private SetCookie liveCookie(StoredSession session, Identity identity, Instant now) {
        Instant end = session.createdAt().plus(context.settings().lifetime());
        return cookie.live(SessionToken.of(identity.secret()).revealText(), Duration.between(now, end), now);
    }

    /**
     * What is over the limit already, by parallel writes that each were below or by a limit that was lowered, is used and made smaller
     * as any other.
     */
    private void checkSize(StoredSession session, int before) {
        int size = session.attributes().size();
        int limit = context.settings().maxSize();
        if (size > limit && size > before) {
            throw new SessionTooLargeException("a store", limit, size, "keep less in it, or raise maxSize");
        }
    }
}
