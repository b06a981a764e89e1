package dev.sojourn.session;

import dev.sojourn.session.store.StoreException;

/**
 * The store could not be told that a session has ended. This browser's cookie goes with the response all the same, and the
 * deletion is tried again until it succeeds or the session's lifetime has ended; doors answer 503.
 */
public final class DestroyPendingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DestroyPendingException(StoreException cause) {
        super(
                "the session is ended in this browser, and on the server once the store can be reached: "
                        + cause.getMessage(),
                cause);
    }
}
