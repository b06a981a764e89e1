package dev.sojourn.session;

import dev.sojourn.session.cookie.SessionCookie;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoredSession;
import java.time.Instant;
import java.util.List;

/** A kind of session as one manager has it: what stands behind its cookies, and what can be done from outside any request. */
interface SessionKind {

    /**
     * Refuses where the sessions of an owner cannot be counted.
     *
     * @throws UnsupportedOperationException saying why
     */
    void requireSessionLimit();

    SessionBackend behind(SessionCookie cookie);

    /** Every store that something is written to; each once. */
    List<SessionStore> stores();

    /**
     * The live sessions of an owner.
     *
     * @throws UnsupportedOperationException saying why they cannot be listed
     */
    List<StoredSession> sessionsOf(String owner, Instant now);

    /**
     * Ends what an owner has signed in to.
     *
     * @throws UnsupportedOperationException saying why they cannot be ended
     */
    void endSessionsOf(String owner, Instant now);

    /**
     * Ends whatever there is.
     *
     * @throws UnsupportedOperationException saying why they cannot be ended
     */
    void endAllSessions(Instant now);
}
