package dev.sojourn.login;

import dev.sojourn.event.EventType;
import dev.sojourn.http.Decision;
import dev.sojourn.http.RequestHead;
import dev.sojourn.session.Session;
import dev.sojourn.session.SessionAttribute;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.TooManySessionsException;
import dev.sojourn.session.store.StoreException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in, for one request. Safe for the threads of that request, of which one at a time may sign in or out.
 *
 * <p>It has no lock: application functions that run under the session's own may ask who is signed in, and what the
 * application is called for here may use the session. Two threads that ask first may both look the user up.
 *
 * @param <U> the application's own type of user
 */
public final class Login<U> {

    private static final SessionAttribute<String> USER = SessionAttribute.library("user", String.class);
    private static final SessionAttribute<String> STAMP = SessionAttribute.library("stamp", String.class);

    private final LoginManager<U> manager;
    private final SessionManager sessions;
    private final Supplier<Session> session;
    private final RequestHead head;
    private final AtomicReference<@Nullable Known<U>> known = new AtomicReference<>();
    private volatile boolean signingIn;

    private record Known<U>(@Nullable U user) {}

    Login(LoginManager<U> manager, SessionManager sessions, Supplier<Session> session, RequestHead head) {
        this.manager = manager;
        this.sessions = sessions;
        this.session = session;
        this.head = head;
    }

    /**
     * The user who is signed in; empty for a visitor. Looked up when first asked for, and remembered for the request.
     * Where the user is gone or their credential has changed, the session ends here and the visitor is anonymous; once
     * the head of the response has left, it ends at its next request instead.
     *
     * @throws StoreException when the session's store failed; nobody is signed out by that
     */
    public Optional<U> user() {
        Known<U> answer = known.get();
        return Optional.ofNullable(answer == null ? load(session.get()) : answer.user());
    }

    private @Nullable U load(Session current) {
        String id = current.get(USER);
        U found = id == null ? null : manager.byId().byId(id).orElse(null);
        String flaw = id == null ? null : flaw(current, id, found);
        U valid = flaw == null ? found : null;
        if (signingIn) {
            // What was read may be of before, of after or of both: good for an answer, no reason to end the session.
            return valid;
        }
        Known<U> first = known.compareAndExchange(null, new Known<>(valid));
        if (first != null) {
            return first.user();
        }
        if (flaw != null && !current.headLeft()) {
            revoke(current, flaw);
        }
        return valid;
    }

    /** Why the sign-in of that id holds no longer; null where it does. */
    private @Nullable String flaw(Session current, String id, @Nullable U found) {
        if (found == null) {
            return "the user is gone or disabled";
        }
        String now = manager.stampOf(id, found);
        if (now == null) {
            return null;
        }
        String then = current.get(STAMP);
        return then != null && CredentialStamp.same(then, now) ? null : "the user's credential has changed";
    }

    private void revoke(Session current, String reason) {
        String handle = current.handle();
        current.startOver();
        sessions.tell(EventType.LOGIN_REVOKED, handle, reason);
    }

    /**
     * Signs in a user whose password, or other proof, the application has just checked. The session begins anew:
     * under a new token, with both timeouts restarted, and with those attributes only that {@link
     * LoginManager.Builder#keep} names; with none where another user was signed in. Whatever cookie the browser had before is worthless once the response leaves.
     *
     * @throws TooManySessionsException when the user has as many sessions as {@link LoginManager.Builder#maxSessions}
     *     allows; whoever was signed in before still is
     * @throws NullPointerException when there is no user: a failed check must not get here
     */
    public void login(U given) {
        Objects.requireNonNull(given, "there is no user to sign in; answer the failed check instead of calling login");
        String id = manager.idOf(given);
        String stamp = manager.stampOf(id, given);
        signingIn = true;
        Session current = session.get();
        String before = current.get(USER);
        restart(current, id, before == null || before.equals(id) ? manager.kept() : Set.of());
        current.put(USER, id);
        if (stamp != null) {
            current.put(STAMP, stamp);
        }
        known.set(new Known<>(given));
        sessions.tell(EventType.LOGIN_SUCCESS, current.handle(), "user " + id);
    }

    private void restart(Session current, String id, Set<String> kept) {
        if (!manager.limitsSessions()) {
            current.restart(id, kept);
            return;
        }
        try {
            current.restart(id, kept, manager.maxSessions());
        } catch (TooManySessionsException full) {
            signingIn = false;
            sessions.tell(
                    EventType.LOGIN_REFUSED,
                    current.handle(),
                    "user " + id + " has " + manager.maxSessions() + " sessions");
            throw full;
        }
    }

    /**
     * Signs out: the session ends at once, with everything in it. Nothing happens where nobody is signed in and
     * nothing is kept.
     *
     * @throws LogoutNeedsPostException for any other method than POST; nobody is signed out then
     * @throws dev.sojourn.session.DestroyPendingException when the store could not be told; the browser's cookie goes
     *     all the same, and the deletion is tried again until it succeeds
     */
    public void logout() {
        if (!head.method().equals("POST")) {
            throw new LogoutNeedsPostException(head.method());
        }
        known.set(new Known<>(null));
        Session current = session.get();
        tellLogout(current);
        current.destroy();
    }

    private void tellLogout(Session current) {
        try {
            String id = current.get(USER);
            if (id != null) {
                sessions.tell(EventType.LOGOUT, current.handle(), "user " + id);
            }
        } catch (StoreException unreachable) {
            sessions.tell(EventType.LOGOUT, null, "of a session that the store could not give");
        }
    }

    /**
     * Whether this request may come in: the answer to give where it may not. People are sent to the page where they
     * sign in, with the way back in {@code next} where they were looking at a page; scripts get 401. The page to sign
     * in on is always open.
     */
    public Decision guard(Access access) {
        boolean open = access == Access.PUBLIC || head.path().equals(manager.loginPath());
        return open || user().isPresent()
                ? Decision.PROCEED
                : SignInNeeded.answer(head, manager.loginPath(), manager.notNext());
    }
}
