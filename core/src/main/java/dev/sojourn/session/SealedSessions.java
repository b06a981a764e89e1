package dev.sojourn.session;

import dev.sojourn.event.EventType;
import dev.sojourn.session.cookie.SessionCookie;
import dev.sojourn.session.cookie.SetCookie;
import dev.sojourn.session.seal.Opened;
import dev.sojourn.session.seal.Sealer;
import dev.sojourn.session.seal.SealingKeys;
import dev.sojourn.session.store.InvalidRecordException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sessions sealed in the cookie itself: every write answers with a new cookie, and nothing is kept on the server. */
final class SealedSessions implements SessionBackend {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final String PURPOSE = "session";

    private final Sealer sealer;
    private final SessionCookie cookie;
    private final SessionContext context;

    SealedSessions(SealingKeys keys, SessionCookie cookie, SessionContext context) {
        this.sealer = keys.sealer(PURPOSE, context.settings().application(), cookie.name());
        this.cookie = cookie;
        this.context = context;
    }

    @Override
    public @Nullable Found open(String cookieValue, Instant now) {
        Optional<Opened> opened = sealer.open(cookieValue);
        if (opened.isEmpty()) {
            context.tell(EventType.CRYPT_DECRYPT_FAIL, null, "a session cookie did not open");
            return null;
        }
        StoredSession session;
        try {
            session = SealedRecord.decode(opened.get().plaintext(), context.settings());
        } catch (InvalidRecordException newerForm) {
            context.tell(EventType.CRYPT_DECRYPT_FAIL, null, String.valueOf(newerForm.getMessage()));
            return null;
        }
        Instant latest = now.plus(SKEW);
        if (session.createdAt().isAfter(latest) || session.lastSeenAt().isAfter(latest)) {
            context.tell(EventType.CRYPT_DECRYPT_FAIL, session.key().handle(), "a session from the future");
            return null;
        }
        return new Found(session, !opened.get().current());
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
            return seal(create.identity(), create.session(), now);
        }
        if (plan instanceof CommitPlan.Save save) {
            // The version of a session that came out of a cookie, or went into one, is its id.
            byte[] id = (byte[]) Objects.requireNonNull(save.found().version());
            return seal(identity(id), save.changes().applyTo(save.found()), now);
        }
        if (plan instanceof CommitPlan.Renew renew) {
            return seal(renew.next(), renew.changes().applyTo(renew.found()), now);
        }
        throw new IllegalArgumentException("nothing to commit in " + plan);
    }

    /** Nothing can be ended on the server: the browser's copy is all there is. */
    @Override
    public @Nullable StoreKey keyOf(String cookieValue) {
        return null;
    }

    @Override
    public boolean takePlace(String owner, StoreKey key, @Nullable StoreKey instead, int max, Instant now) {
        throw new UnsupportedOperationException(
                "sealed sessions live in browsers alone and cannot be counted; keep sessions in a store that limits them,"
                        + " such as MemoryStore");
    }

    @Override
    public void delete(StoreKey key, Instant now) {}

    @Override
    public SetCookie deletionCookie() {
        return cookie.deletion();
    }

    private Identity identity(byte[] id) {
        return new Identity(StoreKey.ofSealedId(id, context.settings().application()), id);
    }

    private CommitResult seal(Identity identity, StoredSession content, Instant now) {
        StoredSession session = content.withKey(identity.key()).withVersion(identity.secret());
        byte[] plaintext = SealedRecord.encode(identity.secret(), session);
        if (plaintext.length > sealer.capacity()) {
            throw new SessionTooLargeException(
                    "a cookie", sealer.capacity(), plaintext.length, "keep less in it, or keep sessions in a store");
        }
        Instant end = session.createdAt().plus(context.settings().lifetime());
        Duration remaining = Duration.between(now, end);
        return new CommitResult.Kept(session, cookie.live(sealer.seal(plaintext), remaining, now), Set.of());
    }
}
