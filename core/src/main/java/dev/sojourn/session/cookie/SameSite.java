package dev.sojourn.session.cookie;

/** On which requests from other sites a browser sends a cookie (RFC 6265bis section 5.6.7). */
public enum SameSite {
    /** On none, not even when a link is followed. */
    STRICT("Strict"),
    /** When a link is followed; not on posts, frames or scripts of other sites. */
    LAX("Lax"),
    /** On all; browsers take it only together with {@code Secure}. */
    NONE("None");

    private final String attribute;

    SameSite(String attribute) {
        this.attribute = attribute;
    }

    /** The attribute value as written in {@code Set-Cookie}. */
    String attribute() {
        return attribute;
    }
}
