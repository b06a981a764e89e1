package dev.sojourn.session;

import dev.sojourn.event.EventType;
import dev.sojourn.session.cookie.SessionCookie;
import dev.sojourn.session.cookie.SetCookie;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SessionLimit;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.SessionsByOwner;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sessions kept in a store; the cookie holds a token and changes only when the token does. */
final class StoredSessions implements SessionBackend {

    private final SessionStore store;
    private final SessionCookie cookie;
    private final SessionContext context;
    private final Epochs epochs;

    StoredSessions(SessionStore store, SessionCookie cookie, SessionContext context) {
        this.store = store;
        this.cookie = cookie;
        this.context = context;
        this.epochs = new Epochs(store, context);
    }

    @Override
    public @Nullable Found open(String cookieValue, Instant now) {
        Ending ending = endingOf(cookieValue);
        StoredSession found = ending == null
                ? null
                : asking(() -> store.find(ending.key(), now)).orElse(null);
        return found == null ? null : new Found(found, false);
    }

    @Override
    public @Nullable Ending endingOf(String cookieValue) {
        return SessionToken.parse(cookieValue)
                .map(token -> Ending.of(StoreKey.of(token, context.settings().application())))
                .orElse(null);
    }

    @Override
    public Ending endingOf(StoredSession found) {
        return Ending.of(found.key());
    }

    /** Only where sessions can be ended by owner does an epoch ever rise. */
    @Override
    public long epochAtSignIn(String owner, Instant now) {
        return store.capability(SessionsByOwner.class).isPresent()
                ? epochs.read(StoreKey.ofEpoch(owner, context.settings().application()), now)
                : Epochs.NONE;
    }

    @Override
    public Identity newIdentity() {
        SessionToken token = SessionToken.random();
        return new Identity(StoreKey.of(token, context.settings().application()), token.revealBytes());
    }

    @Override
    public CommitResult commit(CommitPlan plan, Instant now) {
        if (plan instanceof CommitPlan.Create create) {
            checkSize(create.session());
            SaveResult result = asking(() -> store.create(create.session(), now));
            return overtaken(result, create.epoch(), now)
                    ? new CommitResult.Revoked()
                    : withCookie(result, create.identity(), now);
        }
        if (plan instanceof CommitPlan.Save save) {
            checkSize(
                    save.changes().set().isEmpty()
                            ? save.found()
                            : save.changes().applyTo(save.found()));
            return result(asking(() -> store.save(save.found(), save.changes(), now)), null);
        }
        if (plan instanceof CommitPlan.Renew renew) {
            checkSize(renew.changes().applyTo(renew.found()));
            SaveResult result =
                    asking(() -> store.renew(renew.found(), renew.next().key(), renew.changes(), now));
            return overtaken(result, renew.epoch(), now)
                    ? new CommitResult.Revoked()
                    : withCookie(result, renew.next(), now);
        }
        throw new IllegalArgumentException("nothing to commit in " + plan);
    }

    @Override
    public boolean takePlace(String owner, StoreKey key, @Nullable StoreKey instead, int max, Instant now) {
        SessionLimit limit = store.capability(SessionLimit.class)
                .orElseThrow(() -> new UnsupportedOperationException(
                        store.name() + " " + store.whyNot(SessionLimit.class)));
        return asking(() -> limit.takePlace(owner, key, instead, max, now));
    }

    @Override
    public void end(Ending ending, Instant now) {
        delete(ending.key(), now);
    }

    @Override
    public SetCookie deletionCookie() {
        return cookie.deletion();
    }

    /**
     * Ends what a sign-in has written when all sessions of its owner were ended since it began. Whoever ends them raises the
     * epoch first and looks for sessions then: either we see the one, or they see the other.
     */
    private boolean overtaken(SaveResult result, @Nullable Long epoch, Instant now) {
        if (epoch == null || !(result instanceof SaveResult.Saved saved)) {
            return false;
        }
        String owner = saved.session().owner();
        boolean moved = owner != null && epochAtSignIn(owner, now) > epoch;
        if (moved) {
            delete(saved.session().key(), now);
        }
        return moved;
    }

    private void delete(StoreKey key, Instant now) {
        asking(() -> {
            store.delete(key, now);
            return true;
        });
    }

    private CommitResult withCookie(SaveResult result, Identity identity, Instant now) {
        if (!(result instanceof SaveResult.Saved saved)) {
            return result(result, null);
        }
        Instant end = saved.session().createdAt().plus(context.settings().lifetime());
        Duration remaining = Duration.between(now, end);
        return result(result, cookie.live(SessionToken.of(identity.secret()).revealText(), remaining, now));
    }

    private static CommitResult result(SaveResult result, @Nullable SetCookie cookie) {
        if (result instanceof SaveResult.Saved saved) {
            return new CommitResult.Kept(saved.session(), cookie, saved.overwritten());
        }
        if (result instanceof SaveResult.Stale stale) {
            return new CommitResult.Stale(stale.current());
        }
        return result instanceof SaveResult.Taken ? new CommitResult.Taken() : new CommitResult.Gone();
    }

    private void checkSize(StoredSession session) {
        int size = session.attributes().size();
        int limit = context.settings().maxSize();
        if (size > limit) {
            throw new SessionTooLargeException("a store", limit, size, "keep less in it, or raise maxSize");
        }
    }

    private <T> T asking(Supplier<T> call) {
        try {
            return call.get();
        } catch (StoreException failure) {
            context.tell(EventType.STORE_FAILED, null, String.valueOf(failure.getMessage()));
            throw failure;
        }
    }
}
