package dev.sojourn.demo;

import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.token.StoreKey;

/** An open store, and how its own tools would show what it holds. Thread-safe. */
interface Shelf extends AutoCloseable {

    /** The store. */
    SessionStore sessions();

    /** What it holds under a key, read past the store; the caller makes sure that the key is the visitor's own. */
    Glance glance(StoreKey key);

    @Override
    void close();
}
