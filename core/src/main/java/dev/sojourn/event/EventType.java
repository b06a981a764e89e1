package dev.sojourn.event;

/** The kinds of event; names follow the OWASP logging vocabulary where it has one. */
public enum EventType {
    /** A record was created or a first sealed cookie issued. */
    SESSION_CREATED(false),
    /** A session moved to a new token. */
    SESSION_RENEWED(false),
    /** A session was ended by {@code destroy()}. */
    SESSION_DESTROYED(false),
    /** The sessions of one owner were ended in the store at once, or all but the one with the handle. */
    SESSIONS_ENDED(false),
    /** A request changed a session that had been ended meanwhile; the changes were dropped. */
    SESSION_GONE(false),
    /** A cookie of a session that had been ended was sent again, or a sign-in was overtaken by the end of all sessions of its owner. */
    SESSION_REVOKED(false),
    /** A put or mutation replaced a value that a parallel request had written since it was read. */
    ATTRIBUTE_OVERWRITTEN(false),
    /** A value could not be decoded and counts as absent. */
    ATTRIBUTE_UNREADABLE(true),
    /** A value read from the session was mutated after the head of the response had left; the mutation is lost. */
    CHANGED_AFTER_COMMIT(true),
    /** A request carried several different session cookies; it is treated as anonymous. */
    COOKIE_CONFLICT(true),
    /** A sealed cookie, or an attribute sealed at rest, did not open. */
    CRYPT_DECRYPT_FAIL(true),
    /** A stored record was unreadable and counts as absent. */
    STORE_RECORD_INVALID(true),
    /** A store call failed or outlasted its deadline. */
    STORE_FAILED(true),
    /** A store removed live sessions to keep within its bound, or its server items that may be sessions. */
    SESSION_EVICTED(true),
    /** Replicas of a store did not have the end or the renewal of a session in time: a failover now may undo it. */
    REPLICA_LATE(true),
    /** An unsafe request came from another site and was refused. */
    MALICIOUS_CSRF(true),
    /** Somebody signed in. */
    LOGIN_SUCCESS(false),
    /** A sign-in was refused because the user has as many sessions as allowed. */
    LOGIN_REFUSED(false),
    /** Somebody signed out. */
    LOGOUT(false),
    /** A session ended because the user's credential had changed, or the user is gone or disabled. */
    LOGIN_REVOKED(false),
    /** A stored password hash is of another scheme, misspelt or out of bounds; nobody can sign in with it. */
    PASSWORD_HASH_UNREADABLE(true);

    private final boolean warning;

    EventType(boolean warning) {
        this.warning = warning;
    }

    /** True for what an operator should look at when it becomes frequent. */
    public boolean warning() {
        return warning;
    }
}
