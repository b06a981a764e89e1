package dev.sojourn.login;

import dev.sojourn.event.EventType;
import dev.sojourn.http.Decision;
import dev.sojourn.http.RequestHead;
import dev.sojourn.session.Session;
import dev.sojourn.session.SessionAttribute;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.store.StoreException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in, for one request. Safe for the threads of that request.
 *
 * @param <U> the application's own type of user
 */
public final class Login<U> {

    private static final SessionAttribute<String> USER = SessionAttribute.library("user", String.class);
    private static final SessionAttribute<String> STAMP = SessionAttribute.library("stamp", String.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final LoginManager<U> manager;
    private final SessionManager sessions;
    private final Supplier<Session> session;
    private final RequestHead head;
    private @Nullable U user;
    private boolean known;

    Login(LoginManager<U> manager, SessionManager sessions, Supplier<Session> session, RequestHead head) {
        this.manager = manager;
        this.sessions = sessions;
        this.session = session;
        this.head = head;
    }

    /**
     * The user who is signed in; empty for a visitor. Looked up when first asked for, and remembered for the request.
     * Where the user is gone or their credential has changed, the session ends here and the visitor is anonymous.
     *
     * @throws StoreException when the session's store failed; nobody is signed out by that
     */
    public Optional<U> user() {
        lock.lock();
        try {
            if (!known) {
                remember(load(session.get()));
            }
            return Optional.ofNullable(user);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable U load(Session current) {
        String id = current.get(USER);
        if (id == null) {
            return null;
        }
        U found = manager.byId().byId(id).orElse(null);
        if (found == null) {
            revoke(current, "the user is gone or disabled");
        } else if (!stampHolds(current, id, found)) {
            revoke(current, "the user's credential has changed");
            return null;
        }
        return found;
    }

    private boolean stampHolds(Session current, String id, U found) {
        String now = manager.stampOf(id, found);
        if (now == null) {
            return true;
        }
        String then = current.get(STAMP);
        return then != null && CredentialStamp.same(then, now);
    }

    private void revoke(Session current, String reason) {
        String handle = current.handle();
        current.startOver();
        sessions.tell(EventType.LOGIN_REVOKED, handle, reason);
    }

    /**
     * Signs in a user whose password, or other proof, the application has just checked. The session begins anew:
     * under a new token, with both timeouts restarted, and with those attributes only that {@link
     * LoginManager.Builder#keep} names. Whatever cookie the browser had before is worthless once the response leaves.
     *
     * @throws NullPointerException when there is no user: a failed check must not get here
     */
    public void login(U given) {
        Objects.requireNonNull(given, "there is no user to sign in; answer the failed check instead of calling login");
        String id = manager.idOf(given);
        String stamp = manager.stampOf(id, given);
        lock.lock();
        try {
            Session current = session.get();
            current.restart(id, manager.kept());
            current.put(USER, id);
            if (stamp != null) {
                current.put(STAMP, stamp);
            }
            remember(given);
            sessions.tell(EventType.LOGIN_SUCCESS, current.handle(), "user " + id);
        } finally {
            lock.unlock();
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
        lock.lock();
        try {
            remember(null);
            Session current = session.get();
            tellLogout(current);
            current.destroy();
        } finally {
            lock.unlock();
        }
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

    private void remember(@Nullable U now) {
        user = now;
        known = true;
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
