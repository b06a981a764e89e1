package dev.sojourn.session;

/** Over what kind of connection a session cookie travels; each has a cookie name of its own, and neither reads the other's. */
public enum Channel {
    /** HTTPS, here or at a trusted proxy: the configured cookie. */
    SECURE,
    /** Plain HTTP on the developer's own machine: the cookie {@code sid}, which production never accepts. */
    DEVELOPMENT
}
