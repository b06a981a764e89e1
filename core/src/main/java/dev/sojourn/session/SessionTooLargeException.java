package dev.sojourn.session;

/** The session is over the limit of its kind; nothing was written and the session as it was before stays valid. */
public final class SessionTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SessionTooLargeException(String kind, int limit, int given, String wayOut) {
        super("the session is too large for " + kind + ": at most " + limit + " bytes, now " + given + "; " + wayOut);
    }
}
