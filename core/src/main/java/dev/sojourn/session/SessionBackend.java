package dev.sojourn.session;

import dev.sojourn.session.cookie.SetCookie;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One kind of session behind one cookie: kept in a store, or sealed in the cookie itself. Thread-safe. */
interface SessionBackend {

    /** A session as the cookie led to it; {@code outdated} when it should be written again though nothing changed. */
    record Found(StoredSession session, boolean outdated) {}

    /** The session that a cookie value leads to, whether alive or not; null where it leads nowhere. */
    @Nullable
    Found open(String cookieValue, Instant now);

    /** A new secret and its key. */
    Identity newIdentity();

    /** Carries out a plan; {@link CommitPlan.Nothing} is not asked. */
    CommitResult commit(CommitPlan plan, Instant now);

    /** What ends the session that a cookie value leads to, without asking whether it is there; null where nothing can be ended. */
    @Nullable
    Ending endingOf(String cookieValue);

    /** What ends a session that was found. */
    Ending endingOf(StoredSession found);

    /** What ends a session whose write failed, so that nobody was given its secret; null where nothing of it can be left. */
    @Nullable
    Ending endingOf(Identity written);

    /** How a record names an owner. */
    String ownerLabel(String owner);

    /**
     * Where the epoch of an owner who signs in stands now, past every cache; {@link Epochs#NONE} where nothing is compared.
     * Goes into the plan that writes the sign-in down.
     */
    long epochAtSignIn(String owner, Instant now);

    /**
     * Takes one of an owner's places, see {@link dev.sojourn.session.store.SessionLimit#takePlace}.
     *
     * @throws UnsupportedOperationException when sessions of this kind cannot be counted, saying why
     */
    boolean takePlace(String owner, StoreKey key, @Nullable StoreKey instead, int max, Instant now);

    /** Ends a session on the server, as far as this kind can. */
    void end(Ending ending, Instant now);

    /**
     * What is known of the sessions of one owner.
     *
     * @throws UnsupportedOperationException where nothing is, saying why
     */
    OwnedSessions owned();

    /** The cookie that makes a browser forget its session. */
    SetCookie deletionCookie();
}
