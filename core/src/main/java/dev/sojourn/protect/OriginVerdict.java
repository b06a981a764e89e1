package dev.sojourn.protect;

import dev.sojourn.http.Decision;
import dev.sojourn.http.Header;

/** What the origin rule found: one constant for each ground on which a request passes or is refused. */
public enum OriginVerdict {
    /** GET, HEAD or OPTIONS, and no upgrade: nothing to check. */
    SAFE_METHOD,
    /** The application exempted exactly this method and path. */
    EXEMPT,
    /** The browser says that the request comes from the same origin. */
    SAME_ORIGIN,
    /** The user started it: address bar, bookmark. */
    USER,
    /** It comes from an origin that the application trusts. */
    TRUSTED,
    /** An older browser's {@code Origin} header names an own or trusted origin. */
    NAMED_ORIGIN,
    /** No browser can have lent it a credential. */
    NO_CREDENTIAL,
    /** The headers leave it open; a valid token decides. */
    TOKEN,

    /** TRACE echoes credentials and is never served. */
    TRACE("TRACE is not served"),
    /** The request claims to be of the same origin and names another. */
    CONTRADICTION("it says same-origin and names another origin"),
    /** It claims that the user started it, under an origin that is none of ours. */
    UNKNOWN_STARTER("it says that the user started it and names another origin"),
    /** It comes from another site or another host of this site. */
    OTHER_SITE("it comes from another site"),
    /** It comes from a sandboxed or private page, which anybody can make. */
    OPAQUE_ORIGIN("its origin is opaque"),
    /** Its {@code Origin} header names another origin, several, or none that can be read. */
    OTHER_ORIGIN("it comes from another origin"),
    /** It carries a credential that browsers send by themselves, and nothing says where it comes from. */
    UNKNOWN_SENDER("it carries a credential and neither Sec-Fetch-Site, Origin nor a valid token"),
    /** The application requires a token, and the request has no valid one. */
    TOKEN_MISSING("it has no valid token");

    private final String reason;

    OriginVerdict() {
        this.reason = "";
    }

    OriginVerdict(String reason) {
        this.reason = reason;
    }

    /** Proceed, or the answer to give: 403, and 405 for TRACE. */
    public Decision decision() {
        if (reason.isEmpty()) {
            return Decision.PROCEED;
        }
        String message = "This request was refused: " + reason + ".";
        return this == TRACE
                ? Decision.refuse(405, message, new Header("Allow", "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE"))
                : Decision.refuse(403, message, new Header("Vary", "Sec-Fetch-Site, Origin"));
    }

    /** True where the request is refused as possibly forged: what {@code malicious_csrf} events are about. */
    public boolean forgery() {
        return !reason.isEmpty() && this != TRACE;
    }

    /** Why it is refused, for people, without any part of the request; empty where it passes. */
    public String reason() {
        return reason;
    }
}
