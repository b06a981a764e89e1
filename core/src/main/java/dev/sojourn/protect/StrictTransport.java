package dev.sojourn.protect;

import dev.sojourn.http.Header;

/** What {@code Strict-Transport-Security} (RFC 6797) asks of browsers for a year. */
public enum StrictTransport {
    /** The host and every host below it are reached by HTTPS only: the default. */
    WITH_SUBDOMAINS("max-age=31536000; includeSubDomains"),

    /** Only the host itself; for a domain of which some hosts below still speak plain HTTP. */
    THIS_HOST("max-age=31536000"),

    /** As the default, and browser makers may build the domain into their lists: hard to undo, takes months. */
    PRELOAD("max-age=31536000; includeSubDomains; preload");

    private final String value;

    StrictTransport(String value) {
        this.value = value;
    }

    /** The header field to send over HTTPS. */
    public Header header() {
        return new Header("Strict-Transport-Security", value);
    }
}
