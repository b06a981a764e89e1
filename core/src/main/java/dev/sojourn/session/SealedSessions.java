package dev.sojourn.session;

import dev.sojourn.event.EventType;
import dev.sojourn.session.cookie.SessionCookie;
import dev.sojourn.session.cookie.SetCookie;
import dev.sojourn.session.seal.Opened;
import dev.sojourn.session.seal.Sealer;
import dev.sojourn.session.seal.SealingKeys;
import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.InvalidRecordException;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sessions sealed in the cookie itself: every write answers with a new cookie. Nothing is kept on the server, but for what ends
 * them, and for content too large for a cookie, each where it is asked for.
 */
final class SealedSessions implements SessionBackend {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final String PURPOSE = "session";

    private final Sealer sealer;
    private final SessionCookie cookie;
    private final SessionContext context;
    private final @Nullable Revocation revocation;
    private final @Nullable SpillingSessions spilling;

    SealedSessions(
            SealingKeys keys,
            SessionCookie cookie,
            SessionContext context,
            @Nullable Revocation revocation,
            @Nullable SpillingSessions spilling) {
        this.sealer = keys.sealer(PURPOSE, context.settings().application(), cookie.name());
        this.cookie = cookie;
        this.context = context;
        this.revocation = revocation;
        this.spilling = spilling;
    }

    @Override
    public @Nullable Found open(String cookieValue, Instant now) {
        Optional<Opened> opened = sealer.open(cookieValue);
        StoredSession session = opened.map(this::decoded).orElse(null);
        if (opened.isEmpty()) {
            context.tell(EventType.CRYPT_DECRYPT_FAIL, null, "a session cookie did not open");
        }
        if (session == null || !current(session, now)) {
            return null;
        }
        boolean outdated = !opened.get().current();
        SealedMark mark = SealedMark.of(session);
        if (revocation != null && revocation.revoked(session, mark.epoch(), now)) {
            context.tell(EventType.SESSION_REVOKED, session.key().handle(), "its cookie was sent again");
            return null;
        }
        if (mark.spilled() == null) {
            return new Found(session, outdated);
        }
        if (spilling == null) {
            String detail = "the content of a session lies in a store that this manager was not given; see spillTo";
            context.tell(EventType.CRYPT_DECRYPT_FAIL, session.key().handle(), detail);
            return null;
        }
        StoredSession found = spilling.find(session, outdated, now);
        return found == null ? null : new Found(found, outdated);
    }

    private @Nullable StoredSession decoded(Opened opened) {
        try {
            return SealedRecord.decode(opened.plaintext(), context.settings());
        } catch (InvalidRecordException newerForm) {
            context.tell(EventType.CRYPT_DECRYPT_FAIL, null, String.valueOf(newerForm.getMessage()));
            return null;
        }
    }

    /** Whether it is worth asking a store: neither from the future nor at its end. The record of a spilled one knows its last use. */
    private boolean current(StoredSession session, Instant now) {
        Instant latest = now.plus(SKEW);
        if (session.createdAt().isAfter(latest) || session.lastSeenAt().isAfter(latest)) {
            context.tell(EventType.CRYPT_DECRYPT_FAIL, session.key().handle(), "a session from the future");
            return false;
        }
        return SealedMark.of(session).spilled() == null
                ? context.settings().alive(session, now)
                : now.isBefore(session.endsAt());
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
        StoredSession session = sealer.open(cookieValue).map(this::decoded).orElse(null);
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
        throw new UnsupportedOperationException(
                "sealed sessions live in browsers alone and cannot be counted; keep sessions in a store that limits them,"
                        + " such as MemoryStore");
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
                    "a cookie", sealer.capacity(), size, "keep less in it, or keep sessions in a store, see spillTo");
        }
        return spilling;
    }

    /** Of a session that was found spilled, so there is a store. */
    private SpillingSessions spilling() {
        return Objects.requireNonNull(spilling);
    }

    private boolean fits(byte[] plaintext) {
        return plaintext.length <= sealer.capacity();
    }

    private CommitResult seal(StoredSession session, Instant now) {
        byte[] plaintext = SealedRecord.encode(session);
        if (fits(plaintext)) {
            return new CommitResult.Kept(session, cookie(session, plaintext, now), Set.of());
        }
        return withCookie(spilling(plaintext.length).spill(session, now), now);
    }

    private CommitResult withCookie(CommitResult result, Instant now) {
        return result instanceof CommitResult.Kept kept
                ? new CommitResult.Kept(
                        kept.session(),
                        cookie(kept.session(), SealedRecord.encode(kept.session()), now),
                        kept.overwritten())
                : result;
    }

    private SetCookie cookie(StoredSession session, byte[] plaintext, Instant now) {
        Instant end = session.createdAt().plus(context.settings().lifetime());
        return cookie.live(sealer.seal(plaintext), Duration.between(now, end), now);
    }
}
