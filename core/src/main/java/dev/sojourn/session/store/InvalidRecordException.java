package dev.sojourn.session.store;

/** Bytes that were read are not a record: torn, foreign, or of a newer schema. Stores answer absent and tell an event. */
public final class InvalidRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, never the bytes */
    public InvalidRecordException(String message) {
        super(message);
    }

    /** @param message what is wrong, never the bytes */
    public InvalidRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
