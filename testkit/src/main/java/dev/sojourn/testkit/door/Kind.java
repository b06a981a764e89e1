package dev.sojourn.testkit.door;

/** Where the sessions of an exam live. */
enum Kind {
    /** In a store; the cookie is a token. */
    STORED,
    /** Sealed in the cookie. */
    SEALED
}
