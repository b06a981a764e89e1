package dev.sojourn.session.codec;

import org.jspecify.annotations.Nullable;

/**
 * Stored bytes that do not give a value of the type asked for: malformed, over a limit, of another type, of a type that
 * is not registered, or written by a newer release. The message says where and why, never what the value is.
 */
public final class UndecodableValueException extends Exception {

    UndecodableValueException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
