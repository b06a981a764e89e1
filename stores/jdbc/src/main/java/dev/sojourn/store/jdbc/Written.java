package dev.sojourn.store.jdbc;

/** How one statement on one row went. */
enum Written {
    YES,
    /** No row was as it had to be. */
    NO,
    /** Another row has the key. */
    TAKEN
}
