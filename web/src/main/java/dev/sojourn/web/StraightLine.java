package dev.sojourn.web;

import dev.sojourn.event.EventType;
import dev.sojourn.http.Decision;
import dev.sojourn.http.Header;
import dev.sojourn.http.HeaderLookup;
import dev.sojourn.http.RequestHead;
import dev.sojourn.login.Access;
import dev.sojourn.login.Guard;
import dev.sojourn.login.Login;
import dev.sojourn.login.LoginManager;
import dev.sojourn.protect.AmbiguousPath;
import dev.sojourn.protect.CacheHeaders;
import dev.sojourn.protect.CsrfToken;
import dev.sojourn.protect.HttpsPolicy;
import dev.sojourn.protect.OriginPolicy;
import dev.sojourn.protect.OriginVerdict;
import dev.sojourn.session.Channel;
import dev.sojourn.session.Session;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.cookie.SetCookie;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The straight line: the nine steps of every request through every door, in this order. Immutable and thread-safe.
 *
 * <pre>
 *  on arrival     1  transport rule     HTTPS, or no service
 *                 2  origin rule        no unsafe request from a foreign page
 *  at first use   3  open session       the cookie, and one call to the store
 *                 4  same-client rule   (its place; nothing is built here yet)
 *                 5  who is it          the user whom the session remembers
 *  on arrival     6  guard              rules by path: who may come in there
 *                    the handler
 *  head leaves    7  commit plan        create, save, renew, delete, or nothing
 *                 8  store              one call, if any
 *                 9  headers            Set-Cookie, Vary, Cache-Control, Strict-Transport-Security
 * </pre>
 *
 * <p>A request that nobody asks for its session skips 3 to 5, and so has nothing to do in 7 and 8.
 */
final class StraightLine<U> {

    private static final Logger LOG = LoggerFactory.getLogger(StraightLine.class);

    private static final Decision AMBIGUOUS =
            Decision.refuse(400, "The path of this request can be read in more than one way.");

    private final HttpsPolicy https;
    private final OriginPolicy origin;
    private final SessionManager sessions;
    private final @Nullable LoginManager<U> logins;
    private final @Nullable Guard guard;
    private final List<Step<U>> arrival;

    StraightLine(
            HttpsPolicy https,
            OriginPolicy origin,
            SessionManager sessions,
            @Nullable LoginManager<U> logins,
            @Nullable Guard guard) {
        this.https = https;
        this.origin = origin;
        this.sessions = sessions;
        this.logins = logins;
        this.guard = guard;
        this.arrival = List.of(this::transportRule, this::originRule, this::onePath);
    }

    /** One of the steps that judge an arriving request by itself; the first that refuses ends the line. */
    private interface Step<U> {
        Decision judge(Exchange<U> exchange);
    }

    /** The guard comes last: what it finds out, a user who is gone perhaps, is news of the session and leaves with the head. */
    Decision arrive(Exchange<U> exchange) {
        for (int i = 0; i < arrival.size(); i++) {
            Decision decision = arrival.get(i).judge(exchange);
            if (!decision.proceeds()) {
                exchange.forget();
                return decision;
            }
        }
        return guard(exchange);
    }

    // ---- 1

    private Decision transportRule(Exchange<U> exchange) {
        return https.judge(exchange.head());
    }

    // ---- 2

    private Decision originRule(Exchange<U> exchange) {
        OriginVerdict verdict = origin.verdict(exchange.head(), () -> hasToken(exchange));
        if (verdict.forgery()) {
            sessions.tell(EventType.MALICIOUS_CSRF, null, verdict.reason());
        }
        return verdict.decision();
    }

    private boolean hasToken(Exchange<U> exchange) {
        String form = exchange.form();
        String field = form == null ? null : FormText.single(form, CsrfToken.FIELD);
        return CsrfToken.check(exchange.session(), exchange.head(), field);
    }

    // ---- 3 and 4

    Session open(RequestHead head) {
        return sessions.open(head, head.secure() ? Channel.SECURE : Channel.DEVELOPMENT);
    }

    Duration idleTimeout() {
        return sessions.settings().idleTimeout();
    }

    // ---- 5

    Login<U> login(Exchange<U> exchange) {
        if (logins == null) {
            throw new IllegalStateException(
                    "nobody can sign in here: give Sojourn.of a LoginManager beside the sessions");
        }
        return logins.open(sessions, exchange::session, exchange.head());
    }

    // ---- 6

    /** Where rules by path guard, guard and router must read the same path. */
    private Decision onePath(Exchange<U> exchange) {
        return guard != null && AmbiguousPath.test(exchange.head().path()) ? AMBIGUOUS : Decision.PROCEED;
    }

    private Decision guard(Exchange<U> exchange) {
        Access access =
                guard == null ? Access.PUBLIC : guard.accessFor(exchange.head().path());
        return access == Access.PUBLIC ? Decision.PROCEED : exchange.guard(access);
    }

    // ---- 7 and 8

    HeadOutcome leave(RequestHead head, @Nullable Session session, HeaderLookup response) {
        if (session == null) {
            return headers(head, false, Optional.empty(), response);
        }
        Optional<SetCookie> cookie;
        try {
            cookie = session.commitWithHead();
        } catch (RuntimeException failure) {
            return failed(head, failure);
        }
        return headers(head, true, cookie, response);
    }

    private HeadOutcome failed(RequestHead head, RuntimeException failure) {
        Decision.Answer answer = FailureAnswers.toCommit(failure);
        LOG.error("the session of a request could not be written; the answer is {}", answer.status(), failure);
        List<Header> fields = new ArrayList<>(answer.headers());
        https.strictTransport(head).ifPresent(fields::add);
        return new HeadOutcome.Fail(new Decision.Answer(answer.status(), fields, answer.body()), failure);
    }

    // ---- 9

    private HeadOutcome headers(RequestHead head, boolean read, Optional<SetCookie> cookie, HeaderLookup response) {
        List<Header> replace =
                CacheHeaders.of(read, cookie.isPresent(), response.lines("Cache-Control"), response.lines("Vary"));
        Optional<Header> strictTransport = https.strictTransport(head);
        if (strictTransport.isPresent()) {
            replace = new ArrayList<>(replace);
            replace.add(strictTransport.get());
        }
        List<Header> add = cookie.isPresent()
                ? List.of(new Header("Set-Cookie", cookie.get().headerValue()))
                : List.of();
        return new HeadOutcome.Send(replace, add);
    }
}
