package dev.sojourn.session;

/** A sign-in was refused because its owner has as many live sessions as allowed; the session stays as it was. */
public final class TooManySessionsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManySessionsException(int max) {
        super("the user has as many sessions as allowed, " + max + "; let one be signed out, or end them by"
                + " SessionManager.endSessionsOf, and sign in again");
    }
}
