package dev.sojourn.login;

/** Who may come in. */
public enum Access {
    /** Everybody; the session is not even looked at. */
    PUBLIC,
    /** Whoever is signed in. */
    LOGGED_IN
}
