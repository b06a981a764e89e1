package dev.sojourn.session.cookie;

/**
 * One {@code Set-Cookie} line, complete and checked (RFC 6265bis section 4.1.1): nothing in it can end the line or
 * add an attribute. A response carries at most one per name. Immutable; {@code toString} is redacted.
 */
public final class SetCookie {

    private final String name;
    private final String value;
    private final String headerValue;

    SetCookie(String name, String value, String headerValue) {
        this.name = name;
        this.value = value;
        this.headerValue = headerValue;
    }

    /** The cookie's name. */
    public String name() {
        return name;
    }

    /** The cookie's value, which may be a secret; empty for a deletion. */
    public String value() {
        return value;
    }

    /** The whole value of the header field, which may hold a secret. */
    public String headerValue() {
        return headerValue;
    }

    @Override
    public String toString() {
        return "SetCookie[" + name + (value.isEmpty() ? ", deletion]" : "]");
    }
}
