package dev.sojourn.session;

import dev.sojourn.event.EventType;
import dev.sojourn.session.cookie.SetCookie;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds a session, and sees what is to be written through other writers. Not thread-safe: guarded by its session. */
final class Committer {

    static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final SessionContext context;
    private final SessionBackend backend;
    private final CommitPlanner planner;
    private final @Nullable String cookieValue;
    private Attributes attributes;
    private @Nullable StoredSession found;
    private @Nullable SetCookie cookie;
    private @Nullable StoreException unreachable;
    private @Nullable StoreException uncertain;
    private @Nullable Ending orphan;
    private boolean loaded;
    private boolean outdated;

    Committer(SessionContext context, SessionBackend backend, @Nullable String cookieValue) {
        this.context = context;
        this.backend = backend;
        this.planner = new CommitPlanner(context, backend);
        this.cookieValue = cookieValue;
        this.attributes = new Attributes(context, PackedAttributes.EMPTY, null);
    }

    /** Finds what the cookie leads to, once; a store that failed is not asked again by the same request. */
    private void load() {
        if (unreachable != null) {
            throw unreachable;
        }
        if (loaded) {
            return;
        }
        Instant now = context.now();
        SessionBackend.Found opened = null;
        try {
            opened = cookieValue == null ? null : backend.open(cookieValue, now);
        } catch (StoreException failure) {
            unreachable = failure;
            throw failure;
        }
        loaded = true;
        if (opened != null && context.settings().alive(opened.session(), now)) {
            found = opened.session();
            outdated = opened.outdated();
            attributes = new Attributes(context, found.attributes(), found.key().handle());
        }
    }

    Attributes attributes() {
        load();
        return attributes;
    }

    /** Names of values that were mutated and not written; none where the session was never asked anything. */
    Set<String> mutatedAttributes() {
        return attributes.mutated();
    }

    Optional<SetCookie> cookie() {
        return Optional.ofNullable(cookie);
    }

    boolean isNew() {
        load();
        return found == null;
    }

    String handle() {
        load();
        return found != null ? found.key().handle() : planner.identity().key().handle();
    }

    String knownHandle() {
        return loaded ? handle() : "not read yet";
    }

    Instant times(Function<StoredSession, Instant> time) {
        load();
        if (found != null) {
            return time.apply(found);
        }
        return time.apply(planner.freshRecord(PackedAttributes.EMPTY, context.now()));
    }

    void renew() {
        load();
        planner.renew();
    }

    /** Takes a place for the session that a sign-in is about to begin, in exchange for the one it ends. */
    void takePlace(String owner, int max) {
        load();
        StoreKey instead = found == null ? null : found.key();
        if (!backend.takePlace(owner, planner.identity().key(), instead, max, context.now())) {
            throw new TooManySessionsException(max);
        }
    }

    /** Goes on under a new token first, which whoever holds a copy of the old one cannot; false where the session had ended. */
    boolean endOthers() {
        load();
        boolean owned = found != null && found.owner() != null;
        if (!owned && !planner.restarts()) {
            throw new IllegalStateException("nobody is signed in to the session, so it has no others; sign in before");
        }
        OwnedSessions sessions = backend.owned();
        planner.renew();
        commit();
        if (planner.restarts()) {
            throw new IllegalStateException(
                    "nothing is stored of this sign-in yet; put something into the session before");
        }
        String label = found == null ? null : found.owner();
        if (found == null || label == null) {
            return false;
        }
        sessions.end(label, found.key(), context.now());
        return true;
    }

    void restart(String owner, Set<String> keptNames) {
        load();
        planner.restart(backend.ownerLabel(owner), backend.epochAtSignIn(owner, context.now()));
        Set<String> kept = new HashSet<>();
        for (String name : keptNames) {
            kept.add(SessionAttribute.storedName(name));
        }
        attributes.restart(kept);
    }

    /** Forgets the session, which need not have been found for that; gives what is left to do on the server, if anything. */
    @Nullable
    Ending end() {
        Ending last = found != null ? backend.endingOf(found) : null;
        if (!loaded && cookieValue != null) {
            last = backend.endingOf(cookieValue);
        }
        // Whatever this response was to set, the browser never gets to see it; only what the request brought must go.
        cookie = cookieValue == null ? null : backend.deletionCookie();
        loaded = true;
        unreachable = null;
        uncertain = null;
        found = null;
        outdated = false;
        planner.done();
        attributes = new Attributes(context, PackedAttributes.EMPTY, null);
        return last;
    }

    /** A write whose outcome is unknown is not sent again by this request: it might count twice. */
    void commit() {
        if (uncertain != null) {
            throw uncertain;
        }
        try {
            commitUntilDeadline();
        } catch (StoreException failure) {
            uncertain = failure;
            Identity written = planner.signingIn();
            orphan = written == null ? null : backend.endingOf(written);
            throw failure;
        }
    }

    /**
     * What ends the session of a sign-in whose write failed: it may be there, take one of its owner's places, and nobody will ever
     * come with its cookie. Null where there is none.
     */
    @Nullable
    Ending orphan() {
        return orphan;
    }

    private void commitUntilDeadline() {
        Attempt first = attempt();
        StoredSession before = found;
        if (first.plan() instanceof CommitPlan.Nothing) {
            return;
        }
        if (before == null) {
            carryOut(first);
        } else {
            context.writers().inTurn(before.key(), () -> carryOut(first));
        }
    }

    private void carryOut(Attempt first) {
        long begin = System.nanoTime();
        Attempt next = first;
        while (!carriedOut(next)) {
            if (System.nanoTime() - begin > DEADLINE_NANOS) {
                context.tell(EventType.STORE_FAILED, handle(), "other writers came first until the deadline");
                throw new StoreException(
                        "the session could not be written within 2 s: other writers came first each time");
            }
            next = attempt();
        }
    }

    /** What is to be written, and how, by what is known now. */
    private record Attempt(Attributes.Delta delta, CommitPlan plan, Instant now) {}

    private Attempt attempt() {
        Instant now = context.now();
        Attributes.Delta delta = attributes.delta();
        return new Attempt(delta, planner.plan(found, outdated, delta, now), now);
    }

    /** True when there is nothing more to do; false to plan again from what is stored now. */
    private boolean carriedOut(Attempt attempt) {
        Attributes.Delta delta = attempt.delta();
        CommitPlan plan = attempt.plan();
        if (plan instanceof CommitPlan.Nothing) {
            return true;
        }
        CommitResult result = backend.commit(plan, attempt.now());
        if (result instanceof CommitResult.Kept kept) {
            kept(plan, delta, kept);
            return true;
        }
        if (result instanceof CommitResult.Gone) {
            return !startsFresh(delta);
        }
        if (result instanceof CommitResult.Revoked) {
            context.tell(
                    EventType.SESSION_REVOKED, handle(), "all sessions of the owner were ended during this sign-in");
            end();
            return true;
        }
        if (result instanceof CommitResult.Stale stale) {
            found = stale.current();
            attributes.rebase(stale.current().attributes());
        } else {
            planner.identityTaken();
        }
        return false;
    }

    private void kept(CommitPlan plan, Attributes.Delta delta, CommitResult.Kept kept) {
        found = kept.session();
        if (kept.cookie() != null) {
            cookie = kept.cookie();
        }
        attributes.written(delta, found.attributes(), found.key().handle());
        outdated = false;
        planner.done();
        tell(plan, delta, kept);
    }

    private void tell(CommitPlan plan, Attributes.Delta delta, CommitResult.Kept kept) {
        String handle = kept.session().key().handle();
        if (plan instanceof CommitPlan.Create) {
            context.tell(EventType.SESSION_CREATED, handle, "");
        } else if (plan instanceof CommitPlan.Renew renewed) {
            context.tell(
                    EventType.SESSION_RENEWED,
                    handle,
                    "was " + renewed.found().key().handle());
        }
        for (String name : kept.overwritten()) {
            if (!delta.expected().containsKey(name)) {
                context.tell(EventType.ATTRIBUTE_OVERWRITTEN, handle, name);
            }
        }
    }

    /** The record has ended. Only a sign-in goes on, with nothing carried over; other changes are dropped and told of. */
    private boolean startsFresh(Attributes.Delta delta) {
        boolean signIn = planner.startFresh();
        if (!signIn && !delta.isEmpty()) {
            context.tell(
                    EventType.SESSION_GONE,
                    handle(),
                    "changes of " + delta.set().keySet() + " were dropped");
        }
        found = null;
        attributes.startFresh();
        return signIn;
    }
}
