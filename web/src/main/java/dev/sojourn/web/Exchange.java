package dev.sojourn.web;

import dev.sojourn.http.Decision;
import dev.sojourn.http.HeaderLookup;
import dev.sojourn.http.RequestHead;
import dev.sojourn.login.Access;
import dev.sojourn.login.Login;
import dev.sojourn.session.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way along the straight line, and its response on the way back. Serves one request and is safe for the
 * threads of that request.
 *
 * <p>A door calls {@link Sojourn#begin}, sends the answer where {@link #decision} is one, calls {@link #leave} just before
 * the head of the response leaves, and {@link #finish} when the response is done.
 *
 * @param <U> the application's type of user
 */
public final class Exchange<U> {

    private final Sojourn<U> sojourn;
    private final RequestHead head;
    private final Supplier<@Nullable String> form;
    private final ReentrantLock opening = new ReentrantLock();
    private final ReentrantLock leaving = new ReentrantLock();
    private Decision decision = Decision.PROCEED;
    private @Nullable Session session;
    private @Nullable Login<U> login;
    private volatile boolean left;
    private boolean finished;
    private @Nullable HeadOutcome outcome;

    Exchange(Sojourn<U> sojourn, RequestHead head, Supplier<@Nullable String> form) {
        this.sojourn = sojourn;
        this.head = head;
        this.form = form;
    }

    /** Runs the steps of arrival. A store that fails under one of them, or a form that is malformed, refuses the request too. */
    Exchange<U> arrive() {
        try {
            decision = sojourn.line().arrive(this);
        } catch (RuntimeException failure) {
            decision = answerTo(failure).orElseThrow(() -> failure);
        }
        return this;
    }

    Sojourn<U> sojourn() {
        return sojourn;
    }

    /** The text of the form that the request brings; null where it brings none that is read ahead. */
    @Nullable
    String form() {
        return form.get();
    }

    /** The request as it left the client: what trusted proxies say of it is in here. */
    public RequestHead head() {
        return head;
    }

    /** What the rules for arriving requests said: go on to the handler, or send this answer instead. */
    public Decision decision() {
        return decision;
    }

    /**
     * The session of this request, the same at every call. Opened by the first one, which costs a call to the store where the
     * browser brought a cookie; a request that never asks costs nothing.
     *
     * @throws IllegalStateException when the head of the response has left and the session was not asked for before
     * @throws dev.sojourn.session.store.StoreException when the store failed; the door answers 503 to that
     */
    public Session session() {
        opening.lock();
        try {
            Session opened = session;
            if (opened == null) {
                if (left) {
                    throw new IllegalStateException(
                            "the head of the response has left, so a cookie can no longer be sent;"
                                    + " ask for the session before the first octet of the body is written or flushed");
                }
                opened = sojourn.line().open(head);
                session = opened;
            }
            return opened;
        } finally {
            opening.unlock();
        }
    }

    /** Lets go of a session that was only looked at to judge the request: a refused one changes nothing, not even a time. */
    void forget() {
        opening.lock();
        try {
            session = null;
        } finally {
            opening.unlock();
        }
    }

    /** How long the session lives without use. */
    public Duration idleTimeout() {
        return sojourn.line().idleTimeout();
    }

    /**
     * Who is signed in. Asks for the session when it is itself asked something.
     *
     * @throws IllegalStateException when Sojourn was built without a LoginManager
     */
    public Login<U> login() {
        opening.lock();
        try {
            Login<U> known = login;
            if (known == null) {
                known = sojourn.line().login(this);
                login = known;
            }
            return known;
        } finally {
            opening.unlock();
        }
    }

    /** Whether this request may come in: the answer to send where it may not. For functions that wrap a handler. */
    public Decision guard(Access access) {
        return login().guard(access);
    }

    /**
     * The head of the response is about to leave: commits the session and gives the header fields to set. The first call
     * does the work, later ones give the same outcome.
     *
     * @param response the header fields that the response has so far
     */
    public HeadOutcome leave(HeaderLookup response) {
        leaving.lock();
        try {
            HeadOutcome known = outcome;
            if (known == null) {
                known = sojourn.line().leave(head, close(), response);
                outcome = known;
            }
            return known;
        } finally {
            leaving.unlock();
        }
    }

    /** From here on nobody opens the session; null where nobody has. Not under the lock of the work that follows. */
    private @Nullable Session close() {
        opening.lock();
        try {
            left = true;
            return session;
        } finally {
            opening.unlock();
        }
    }

    /** True once {@link #leave} was called. */
    public boolean hasLeft() {
        return left;
    }

    /**
     * The answer to an exception that a handler let out, where it is one of Sojourn's own that has one: 503 for a failed store
     * and a busy password hasher, 400 for a refused password or form, 405 for a sign-out by GET, 500 for a session too large.
     * Empty for everything else.
     */
    public Optional<Decision.Answer> answerTo(Throwable failure) {
        return FailureAnswers.of(failure);
    }

    /** The response is done; the session tells of changes that came too late. Calls after the first do nothing. */
    public void finish() {
        Session opened;
        opening.lock();
        try {
            opened = finished ? null : session;
            finished = true;
        } finally {
            opening.unlock();
        }
        if (opened != null) {
            opened.finish();
        }
    }
}
