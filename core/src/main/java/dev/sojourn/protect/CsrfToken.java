package dev.sojourn.protect;

import dev.sojourn.http.RequestHead;
import dev.sojourn.session.Session;
import dev.sojourn.session.SessionAttribute;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The token that a form carries to prove that this session rendered it. Every rendering gives another text, all of one
 * session are valid, and none is once its owner signs in or out; a mere renewal of the session keeps them. Thread-safe.
 *
 * <p>In a sealed session, two first pages rendered at the same time each make a secret, and the browser keeps that of the
 * later answer: the form on the other page is refused once.
 */
public final class CsrfToken {

    /** The request header that scripts send the token in. */
    public static final String HEADER = "X-CSRF-Token";

    /** The body field that forms send the token in. */
    public static final String FIELD = "_csrf";

    private static final SessionAttribute<byte[]> SECRET = SessionAttribute.library("csrf", byte[].class);

    private CsrfToken() {}

    /**
     * A token for one rendering: 86 characters of base64url. The first of a session makes its secret and writes the session
     * at once, so that all tabs of a browser agree on it.
     *
     * @throws dev.sojourn.session.store.StoreException when that write failed
     */
    public static String issue(Session session) {
        CsrfSecret secret = secretOf(session);
        if (secret == null) {
            byte[] fresh = CsrfSecret.random().revealBytes();
            session.update(SECRET, present -> present == null ? fresh : present);
            session.commit();
            // What is there now may be what another request wrote first.
            secret = secretOf(session);
        }
        if (secret == null) {
            throw new IllegalStateException(
                    "the session ended while a CSRF token was made for it; answer without a form");
        }
        return secret.issue();
    }

    /**
     * True where the request holds a token of this session, in the header or in the body field, and where both are there in
     * both. Query and cookies are not looked at, and without a token neither is the session.
     *
     * @param field the value of the body field {@link #FIELD}; null where there is none
     */
    public static boolean check(Session session, RequestHead head, @Nullable String field) {
        List<String> lines = head.header(HEADER);
        if (lines.size() > 1 || lines.isEmpty() && field == null) {
            return false;
        }
        CsrfSecret secret = secretOf(session);
        return secret != null && secret.matches(lines.isEmpty() ? null : lines.get(0), field);
    }

    private static @Nullable CsrfSecret secretOf(Session session) {
        byte[] bytes = session.get(SECRET);
        return bytes == null ? null : CsrfSecret.ofBytes(bytes);
    }
}
