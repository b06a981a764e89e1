package dev.sojourn.login;

import dev.sojourn.http.Decision;
import dev.sojourn.http.Header;

/**
 * A request tried to sign somebody out by another method than POST, as an image or a prefetched link could. Nobody was
 * signed out.
 */
public final class LogoutNeedsPostException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    LogoutNeedsPostException(String method) {
        super("logout() answers POST requests only, this one is " + method + "; route it by POST, from a form");
    }

    /** The answer that this deserves: 405 with {@code Allow: POST}. */
    public Decision answer() {
        return Decision.refuse(405, "Signing out needs a POST request.", new Header("Allow", "POST"));
    }
}
