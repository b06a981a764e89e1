package dev.sojourn.session;

import dev.sojourn.event.EventType;
import dev.sojourn.session.cookie.SessionCookie;
import dev.sojourn.session.cookie.SetCookie;
import dev.sojourn.session.seal.SealingKeys;
import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sessions sealed in the cookie itself: every write answers with a new cookie. Nothing is kept on the server, but for what ends
 * them, and for content too large for a cookie, each where it is asked for.
 */
final class SealedSessions implements SessionBackend {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final SealedCookie cookie;
    private final SessionContext context;
    private final @Nullable Revocation revocation;
    private final @Nullable SpillingSessions spilling;

    SealedSessions(
            SealingKeys keys,
            SessionCookie cookie,
            SessionContext context,
            @Nullable Revocation revocation,
            @Nullable SpillingSessions spilling) {
        this.cookie = new SealedCookie(keys, cookie, context);
        this.context = context;
        this.revocation = revocation;
        this.spilling = spilling;
    }

    @Override
    public @Nullable Found open(String cookieValue, Instant now) {
        Found sealed = cookie.open(cookieValue, now);
        if (sealed == null) {
            return null;
        }
        StoredSession session = sealed.session();
        SealedMark mark = SealedMark.of(session);
        if (revocation != null && revocation.revoked(session, mark.epoch(), now)) {
            context.tell(EventType.SESSION_REVOKED, session.key().handle(), "its cookie was sent again");
            return null;
        }
        if (mark.spilled() == null) {
            return sealed;
        }
        if (spilling == null) {
            String detail = "the content of a session lies in a store that this manager was not given; see spillTo";
            context.tell(EventType.CRYPT_DECRYPT_FAIL, session.key().handle(), detail);
            return null;
        }
        StoredSession found = spilling.find(session, sealed.outdated(), now);
        return found == null ? null : new Found(found, sealed.outdated());
    }

    @Override
    public Identity newIdentity() {
        byte[] id = new byte[SealedRecord.ID_BYTES];
        RANDOM.nextBytes(id);
        return identity(id);
    }

    @Override
    public CommitResult commit(CommitPlan plan, Instant now) {
        if (plan instanceof CommitPlan.Create create) {
            return seal(marked(create.session(), create.identity(), epoch(create, now)), now);
        }
        if (plan instanceof CommitPlan.Save save) {
            return save(save, now);
        }
        if (plan instanceof CommitPlan.Renew renew) {
            return renew(renew, now);
        }
        throw new IllegalArgumentException("nothing to commit in " + plan);
    }

    private CommitResult save(CommitPlan.Save save, Instant now) {
        SealedMark.Spilled spilled = SealedMark.of(save.found()).spilled();
        if (spilled == null) {
            return seal(save.changes().applyTo(save.found()), now);
        }
        CommitResult result = spilling().save(save.found(), save.changes(), now);
        return spilled.outdated() ? withCookie(result, now) : result;
    }

    /** The former id is buried when nothing can refuse any more, and before the response can leave. */
    private CommitResult renew(CommitPlan.Renew plan, Instant now) {
        StoredSession former = plan.found();
        StoredSession next = marked(plan.changes().applyTo(former), plan.next(), epoch(plan));
        CommitResult result = move(former, next, plan.changes(), now);
        if (!(result instanceof CommitResult.Kept kept)) {
            return result;
        }
        StoredSession moved = kept.session();
        if (!leave(former, moved, now)) {
            discard(moved, now);
            return new CommitResult.Gone();
        }
        if (fits(SealedRecord.encode(next))) {
            discard(moved, now);
            return withCookie(new CommitResult.Kept(next, null, kept.overwritten()), now);
        }
        return withCookie(kept, now);
    }

    /** A record is moved also where the content returns to the cookie, so that a write that was not seen, or an end, is noticed. */
    private CommitResult move(StoredSession former, StoredSession next, Changes changes, Instant now) {
        if (SealedMark.of(former).spilled() != null) {
            return spilling().renew(former, next, changes, now);
        }
        byte[] plaintext = SealedRecord.encode(next);
        return fits(plaintext)
                ? new CommitResult.Kept(next, null, Set.of())
                : spilling(plaintext.length).spill(next, now);
    }

    /** False where the former session had been ended. Where the store fails, it goes on as the browser's cookie has it. */
    private boolean leave(StoredSession former, StoredSession moved, Instant now) {
        try {
            return revocation == null || revocation.leave(former.key(), former.endsAt(), now);
        } catch (StoreException failure) {
            discard(moved, now);
            if (SealedMark.of(former).spilled() != null) {
                spilling().putBack(former, now);
            }
            throw failure;
        }
    }

    private void discard(StoredSession moved, Instant now) {
        if (SealedMark.of(moved).spilled() != null) {
            spilling().discard(moved, now);
        }
    }

    /** Nothing can be ended where the browser's copy is all there is. */
    @Override
    public @Nullable Ending endingOf(String cookieValue) {
        if (revocation == null && spilling == null) {
            return null;
        }
        StoredSession session = cookie.read(cookieValue);
        return session == null ? null : endingOf(session);
    }

    @Override
    public Ending endingOf(StoredSession found) {
        SealedMark.Spilled spilled = SealedMark.of(found).spilled();
        StoreKey content = spilled == null || spilling == null ? null : spilling.keyOf(spilled.token());
        return new Ending(found.key(), found.endsAt(), content);
    }

    /** What was sealed and not sent is nowhere. */
    @Override
    public @Nullable Ending endingOf(Identity written) {
        return null;
    }

    @Override
    public String ownerLabel(String owner) {
        return owner;
    }

    @Override
    public long epochAtSignIn(String owner, Instant now) {
        return revocation == null ? Epochs.NONE : revocation.epochAtSignIn(owner, now);
    }

    @Override
    public void end(Ending ending, Instant now) {
        Instant endsAt = ending.endsAt();
        if (revocation != null && endsAt != null) {
            revocation.end(ending.key(), endsAt, now);
        }
        StoreKey content = ending.spilled();
        if (spilling != null && content != null) {
            spilling.delete(content, now);
        }
    }

    @Override
    public boolean takePlace(String owner, StoreKey key, @Nullable StoreKey instead, int max, Instant now) {
        throw uncountable();
    }

    static UnsupportedOperationException uncountable() {
        return new UnsupportedOperationException(
                "sealed sessions live in browsers alone and cannot be counted; keep sessions in a store that limits them,"
                        + " such as MemoryStore");
    }

    @Override
    public OwnedSessions owned() {
        throw new UnsupportedOperationException(
                "sealed sessions live in browsers alone, and nobody knows which there are; end all of a user's by"
                        + " SessionManager.endSessionsOf, or keep sessions in a store that lists by owner");
    }

    @Override
    public SetCookie deletionCookie() {
        return cookie.deletion();
    }

    private Identity identity(byte[] id) {
        return new Identity(StoreKey.ofSealedId(id, context.settings().application()), id);
    }

    private static StoredSession marked(StoredSession content, Identity identity, long epoch) {
        return content.withKey(identity.key()).withVersion(new SealedMark(identity, epoch, null));
    }

    private long epoch(CommitPlan.Create create, Instant now) {
        Long signIn = create.epoch();
        if (revocation == null) {
            return create.session().createdAt().toEpochMilli();
        }
        return signIn == null ? revocation.epochOfVisitor(now) : signIn;
    }

    /** Only a sign-in gets another epoch: a renewed session is as old as it was. */
    private long epoch(CommitPlan.Renew renew) {
        Instant begin = renew.changes().createdAt();
        Long signIn = renew.epoch();
        if (begin == null || signIn == null) {
            return SealedMark.of(renew.found()).epoch();
        }
        return revocation == null ? begin.toEpochMilli() : signIn;
    }

    private SpillingSessions spilling(int size) {
        if (spilling == null) {
            throw new SessionTooLargeException(
                    "a cookie", cookie.capacity(), size, "keep less in it, or keep sessions in a store, see spillTo");
        }
        return spilling;
    }

    /** Of a session that was found spilled, so there is a store. */
    private SpillingSessions spilling() {
        return Objects.requireNonNull(spilling);
    }

    private boolean fits(byte[] plaintext) {
        return plaintext.length <= cookie.capacity();
    }

    private CommitResult seal(StoredSession session, Instant now) {
        byte[] plaintext = SealedRecord.encode(session);
        if (fits(plaintext)) {
            return new CommitResult.Kept(session, cookie.live(session, plaintext, now), Set.of());
        }
        return withCookie(spilling(plaintext.length).spill(session, now), now);
    }

    private CommitResult withCookie(CommitResult result, Instant now) {
        return result instanceof CommitResult.Kept kept
                ? new CommitResult.Kept(
                        kept.session(),
                        cookie.live(kept.session(), SealedRecord.encode(kept.session()), now),
                        kept.overwritten())
                : result;
    }
}
