package dev.sojourn.session.store;

/** The backend failed or outlasted its deadline; whether anything was written is unknown. The only exception of a store. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message which store failed at what, and what to look at; never a token or a value */
    public StoreException(String message) {
        super(message);
    }

    /** @param message which store failed at what, and what to look at; never a token or a value */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
