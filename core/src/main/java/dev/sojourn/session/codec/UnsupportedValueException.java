package dev.sojourn.session.codec;

import org.jspecify.annotations.Nullable;

/**
 * A value that cannot be kept in a session. The message names the attribute, the place inside the value, the type or
 * the limit, and what to do; never the value itself.
 */
public final class UnsupportedValueException extends IllegalArgumentException {

    private final String attribute;

    UnsupportedValueException(String attribute, String problem, @Nullable Throwable cause) {
        super("session attribute \"" + Refusal.printable(attribute) + "\" " + problem, cause);
        this.attribute = attribute;
    }

    /** The name of the attribute that was to be stored. */
    public String attribute() {
        return attribute;
    }
}
