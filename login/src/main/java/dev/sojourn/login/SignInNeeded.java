package dev.sojourn.login;

import dev.sojourn.http.Decision;
import dev.sojourn.http.Header;
import dev.sojourn.http.RequestHead;
import dev.sojourn.protect.NextPath;
import java.util.List;
import java.util.Set;

/** The answer to a request that needs somebody signed in. It depends on the request alone, so it tells nothing. */
final class SignInNeeded {

    private static final Header NO_STORE = new Header("Cache-Control", "no-store");
    private static final Header VARY = new Header("Vary", "Cookie");

    /** RFC 9457; the type is left out, so the title is that of the status. */
    private static final Decision UNAUTHORIZED = new Decision.Answer(
            401,
            List.of(
                    // RFC 9110 section 11.6.1 asks for a challenge; a scheme no browser knows opens no password dialog.
                    new Header("WWW-Authenticate", "Session realm=\"sign-in\""),
                    new Header("Content-Type", "application/problem+json"),
                    NO_STORE,
                    VARY),
            "{\"title\":\"Unauthorized\",\"status\":401}\n");

    private SignInNeeded() {}

    /** A page sends the person to sign in, and back if it was one to look at; a script gets 401. */
    static Decision answer(RequestHead head, String loginPath, Set<String> notNext) {
        if (!head.wantsPage()) {
            return UNAUTHORIZED;
        }
        String location = NextPath.ofRequest(head, notNext)
                .map(next -> loginPath + "?next=" + next.queryValue())
                .orElse(loginPath);
        return new Decision.Answer(303, List.of(new Header("Location", location), NO_STORE, VARY), "");
    }
}
