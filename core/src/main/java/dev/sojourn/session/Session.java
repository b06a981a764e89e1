package dev.sojourn.session;

import dev.sojourn.event.EventType;
import dev.sojourn.session.cookie.SetCookie;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The session of one request: what this browser's requests have in common. Safe for the threads of that request.
 *
 * <p>Nothing is stored and no cookie is sent until something is put. What was changed, mutated in place included, is written
 * when the head of the response leaves; a change after that throws {@link IllegalStateException}. Requests at the same time
 * that change different attributes both succeed; of the same attribute the last one wins, unless it is changed by {@code update}.
 *
 * <p>The store is asked once, when the session is first asked something: any method may throw {@link StoreException} then. Only
 * {@link #destroy()} works without asking, so that an outage keeps nobody from signing out.
 */
public final class Session {

    private final ReentrantLock lock = new ReentrantLock();
    private final SessionContext context;
    private final SessionBackend backend;
    private final PendingDeletions pending;
    private final Committer committer;
    private boolean ended;
    private boolean headLeft;

    Session(SessionContext context, SessionBackend backend, PendingDeletions pending, @Nullable String cookieValue) {
        this.context = context;
        this.backend = backend;
        this.pending = pending;
        this.committer = new Committer(context, backend, cookieValue);
    }

    /** The value of an attribute; null when it is absent, or is no longer readable in this type (an event tells). */
    public <T> @Nullable T get(String name, Class<T> type) {
        return get(SessionAttribute.of(name, type));
    }

    /** The value of an attribute; where it is absent the one made by {@code whenAbsent}, which is put. */
    public <T> T get(String name, Class<T> type, Supplier<T> whenAbsent) {
        return get(SessionAttribute.of(name, type), whenAbsent);
    }

    /** The value of an attribute; null when it is absent, or is no longer readable in this type (an event tells). */
    @SuppressWarnings("unchecked") // the codec answers in the type asked for
    public <T> @Nullable T get(SessionAttribute<T> attribute) {
        return locked(() -> ended ? null : (T) committer.attributes().get(attribute.storedName(), attribute.type()));
    }

    /** The value of an attribute; where it is absent the one made by {@code whenAbsent}, which is put. */
    public <T> T get(SessionAttribute<T> attribute, Supplier<T> whenAbsent) {
        return locked(() -> {
            T present = get(attribute);
            if (present != null) {
                return present;
            }
            T made = whenAbsent.get();
            put(attribute, made);
            return made;
        });
    }

    /**
     * Keeps a value. It may be changed in place until the head of the response leaves.
     *
     * @throws IllegalArgumentException naming attribute and type, when the type is not supported nor registered
     */
    public void put(String name, @Nullable Object value) {
        change(() -> committer.attributes().put(SessionAttribute.storedName(name), value));
    }

    /** Keeps a value, like {@link #put(String, Object)}. */
    public <T> void put(SessionAttribute<T> attribute, T value) {
        change(() -> committer.attributes().put(attribute.storedName(), value));
    }

    /** Removes an attribute; nothing happens where it is absent. */
    public void remove(String name) {
        change(() -> committer.attributes().remove(SessionAttribute.storedName(name)));
    }

    /** Removes an attribute; nothing happens where it is absent. */
    public void remove(SessionAttribute<?> attribute) {
        change(() -> committer.attributes().remove(attribute.storedName()));
    }

    /** Gets and removes, for messages to be shown once; null when absent. Two requests at the same time may both get it. */
    public <T> @Nullable T take(String name, Class<T> type) {
        return take(SessionAttribute.of(name, type));
    }

    /** Gets and removes, like {@link #take(String, Class)}. */
    public <T> @Nullable T take(SessionAttribute<T> attribute) {
        return locked(() -> {
            T value = get(attribute);
            if (value != null) {
                remove(attribute);
            }
            return value;
        });
    }

    /**
     * Changes a value atomically: where another request has changed it meanwhile, the function runs again on that value when the
     * session is written, so it must depend on its argument alone. It is given null where the attribute is absent; if it throws
     * then, nothing of this request is written and the answer is 500. In a sealed session there is no other request to see.
     *
     * @return the value as it stands now; provisional. Changing it in place makes it a {@code put}, and the last one wins
     */
    public <T> T update(String name, Class<T> type, UnaryOperator<@Nullable T> function) {
        return update(SessionAttribute.of(name, type), function);
    }

    /** Changes a value atomically, beginning with {@code whenAbsent}; like {@link #update(String, Class, UnaryOperator)}. */
    public <T> T update(String name, Class<T> type, T whenAbsent, UnaryOperator<T> function) {
        return update(SessionAttribute.of(name, type), value -> function.apply(value == null ? whenAbsent : value));
    }

    /** Changes a value atomically, like {@link #update(String, Class, UnaryOperator)}. */
    @SuppressWarnings("unchecked") // the codec answers in the type asked for
    public <T> T update(SessionAttribute<T> attribute, UnaryOperator<@Nullable T> function) {
        return locked(() -> {
            requireOpen();
            return (T) committer.attributes().update(attribute.storedName(), attribute.type(), (UnaryOperator<
                            @Nullable Object>)
                    (Object) function);
        });
    }

    /** True when the attribute has a value, null included. */
    public boolean contains(String name) {
        return locked(() -> !ended && committer.attributes().contains(SessionAttribute.storedName(name)));
    }

    /** The application's attribute names, in order; a copy. */
    public Set<String> names() {
        return locked(() -> ended ? Set.of() : committer.attributes().names());
    }

    /** Gives the session a new token when the head leaves; everything else stays. Nothing happens to a session not yet stored. */
    public void renew() {
        change(committer::renew);
    }

    /**
     * What a sign-in does: a new token, the idle timeout and the lifetime anew, an owner, and of the attributes only those kept.
     * Where the session has ended meanwhile, a fresh one with nothing carried over. After {@link #destroy()} it begins another.
     * Where all sessions of the owner are ended before this one is written, it ends as well, and its cookie is deleted.
     *
     * @param owner label of the user, at most 255 bytes
     * @param keptNames the application's names to carry over; the library's own attributes never are
     */
    public void restart(String owner, Set<String> keptNames) {
        locked(() -> {
            requireHead();
            ended = false;
            committer.restart(owner, keptNames);
            return owner;
        });
    }

    /**
     * What a sign-in does, like {@link #restart(String, Set)}, where the owner has fewer than so many live sessions besides this
     * one. The place is taken now, whatever signs in at the same time.
     *
     * @param maxSessions how many the owner may have, at least 1
     * @throws TooManySessionsException when there are as many; nothing has changed then
     * @throws UnsupportedOperationException when sessions are sealed, or the store cannot count them
     */
    public void restart(String owner, Set<String> keptNames, int maxSessions) {
        locked(() -> {
            requireHead();
            committer.takePlace(owner, maxSessions);
            restart(owner, keptNames);
            return owner;
        });
    }

    /**
     * Ends every other session of this one's owner at once, those of other nodes and browsers. This one goes on, written now and
     * under a new token, so that a copy of its cookie is worthless too. Also right after a sign-in in the same request.
     *
     * <p>Where two browsers do it in the same moment, each may end the other.
     *
     * @return false where this session had been ended itself; then no other was. Put nothing into the session then: a second click of
     *     the same button ends here, and a new session's cookie would take the place of the one that the first click got
     * @throws IllegalStateException when nobody is signed in to the session, or nothing is stored of the sign-in yet
     * @throws UnsupportedOperationException when sessions are sealed, or the store cannot list by owner, saying why
     * @throws StoreException when the store failed; some may have been ended
     * @throws SessionTooLargeException when the session is over its limit; nothing was ended
     */
    public boolean endOthers() {
        return locked(() -> {
            requireOpen();
            return writing(committer::endOthers);
        });
    }

    /**
     * Ends the session at once: its record is deleted now, its cookie with the response. From then on it is empty and refuses
     * changes. Nothing happens where there is none.
     *
     * @throws DestroyPendingException when the store failed; the cookie is deleted all the same, and the deletion is retried in
     *     memory until it succeeds or the lifetime has ended
     */
    public void destroy() {
        locked(() -> {
            requireHead();
            if (!ended) {
                ended = true;
                end();
            }
            return true;
        });
    }

    /**
     * Ends the session at once, as {@link #destroy()} does, and goes on with a new, empty one: for a visitor who stays, such as
     * one whose account has just been closed.
     *
     * @throws DestroyPendingException as {@link #destroy()} does; the session refuses changes for the rest of the request then
     */
    public void startOver() {
        locked(() -> {
            destroy();
            ended = false;
            return true;
        });
    }

    private void end() {
        Ending ending = committer.end();
        if (ending == null) {
            return;
        }
        try {
            backend.end(ending, context.now());
            context.tell(EventType.SESSION_DESTROYED, ending.key().handle(), "");
        } catch (StoreException failure) {
            pending.add(backend, ending);
            throw new DestroyPendingException(failure);
        }
    }

    /** When the session began, or its owner signed in; now for a session not yet stored. */
    public Instant createdAt() {
        return locked(() -> committer.times(StoredSession::createdAt));
    }

    /** The last use before this request, to within a tenth of the idle timeout; now for a session not yet stored. */
    public Instant lastSeenAt() {
        return locked(() -> committer.times(StoredSession::lastSeenAt));
    }

    /** When the session ends if it is not used again. */
    public Instant expiresAt() {
        return locked(() -> committer.times(StoredSession::expiresAt));
    }

    /** True when nothing of this session is stored, or sealed in a cookie, yet. */
    public boolean isNew() {
        return locked(committer::isNew);
    }

    /** The public handle: fit for logs and lists, of no use as a cookie. It changes with the token. */
    public String handle() {
        return locked(committer::handle);
    }

    /**
     * Writes now what has changed, for a handler that wants the error in hand; the rest is written when the head leaves.
     *
     * @throws StoreException when the store failed
     * @throws SessionTooLargeException when the session is over its limit; nothing was written
     */
    public void commit() {
        locked(() -> {
            requireHead();
            if (!ended) {
                write();
            }
            return true;
        });
    }

    private void write() {
        var unused = writing(() -> {
            committer.commit();
            return true;
        });
    }

    private boolean writing(BooleanSupplier work) {
        try {
            return work.getAsBoolean();
        } catch (StoreException failure) {
            Ending orphan = committer.orphan();
            if (orphan != null) {
                pending.add(backend, orphan);
            }
            throw failure;
        }
    }

    /**
     * For doors, just before the head of the response leaves: writes what has changed and closes the session for changes.
     *
     * @return the cookie to set; empty where the browser's cookie stays as it is
     * @throws StoreException when the store failed; no cookie must be set then
     * @throws SessionTooLargeException when the session is over its limit; nothing was written
     */
    public Optional<SetCookie> commitWithHead() {
        return locked(() -> {
            headLeft = true;
            if (!ended) {
                write();
            }
            return committer.cookie();
        });
    }

    /** True once the head of the response has left: the session can be read, and no longer changed. */
    public boolean headLeft() {
        return locked(() -> headLeft);
    }

    /** For doors, after the handler has ended: tells of values that were mutated too late to be written. */
    public void finish() {
        locked(() -> {
            Set<String> late = ended ? Set.of() : committer.mutatedAttributes();
            if (!late.isEmpty()) {
                context.tell(EventType.CHANGED_AFTER_COMMIT, committer.handle(), String.join(", ", late));
            }
            return late;
        });
    }

    /** The handle alone, where it is known without asking a store. */
    @Override
    public String toString() {
        return "Session[" + locked(committer::knownHandle) + "]";
    }

    private void change(Runnable change) {
        locked(() -> {
            requireOpen();
            change.run();
            return true;
        });
    }

    private void requireOpen() {
        requireHead();
        if (ended) {
            throw new IllegalStateException("the session was destroyed in this request; it cannot be changed any more");
        }
    }

    private void requireHead() {
        if (headLeft) {
            throw new IllegalStateException(
                    "the head of the response has left, so the session cannot be changed any more; change it before writing the body");
        }
    }

    private <T extends @Nullable Object> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
