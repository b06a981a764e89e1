package dev.sojourn.web;

import dev.sojourn.http.RequestHead;
import dev.sojourn.login.Guard;
import dev.sojourn.login.LoginManager;
import dev.sojourn.protect.HttpsPolicy;
import dev.sojourn.protect.OriginPolicy;
import dev.sojourn.protect.Origins;
import dev.sojourn.protect.StrictTransport;
import dev.sojourn.protect.TrustedProxies;
import dev.sojourn.session.Channel;
import dev.sojourn.session.SessionManager;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions and sign-in of one web application, whatever server it runs on: the settings of the straight line that doors walk
 * their requests along. Immutable and thread-safe.
 *
 * @param <U> the application's type of user; {@link Void} where nobody signs in
 */
public final class Sojourn<U> {

    private static final Logger LOG = LoggerFactory.getLogger(Sojourn.class);

    private final TrustedProxies proxies;
    private final StraightLine<U> line;

    private Sojourn(TrustedProxies proxies, StraightLine<U> line) {
        this.proxies = proxies;
        this.line = line;
    }

    /** Sessions without sign-in. */
    public static Builder<Void> of(SessionManager sessions) {
        return new Builder<>(sessions, null);
    }

    /** Sessions and sign-in. */
    public static <U> Builder<U> of(SessionManager sessions, LoginManager<U> logins) {
        return new Builder<>(sessions, logins);
    }

    /**
     * Receives a request: runs the steps that judge it on arrival. For doors.
     *
     * @param head the request as the server saw it; its header look-up is used until the response has left
     * @param form gives the text of the request's body where {@link FormText#readAhead} allows, else null; asked once at
     *     most, and only where a CSRF token in it would decide
     */
    public Exchange<U> begin(RequestHead head, Supplier<@Nullable String> form) {
        return new Exchange<>(this, proxies.resolve(head), form).arrive();
    }

    /**
     * An exchange of this Sojourn with the type it began with. For doors that keep it where types are lost.
     *
     * @throws IllegalStateException when another Sojourn began it
     */
    @SuppressWarnings("unchecked")
    public Exchange<U> own(Exchange<?> exchange) {
        if (exchange.sojourn() != this) {
            throw new IllegalStateException(
                    "this request came through another Sojourn; an application has one, and every"
                            + " filter and plugin of it shares that one");
        }
        return (Exchange<U>) exchange;
    }

    StraightLine<U> line() {
        return line;
    }

    /**
     * Gathers the settings; each is checked when given. For one thread.
     *
     * @param <U> the application's type of user
     */
    public static final class Builder<U> {

        private final SessionManager sessions;
        private final @Nullable LoginManager<U> logins;
        private final Guard.Builder guard = Guard.builder();
        private boolean guarded;
        private boolean development;
        private TrustedProxies proxies = TrustedProxies.none();
        private HttpsPolicy https = HttpsPolicy.standard();
        private Origins own = Origins.none();
        private UnaryOperator<OriginPolicy> originRule = UnaryOperator.identity();

        private Builder(SessionManager sessions, @Nullable LoginManager<U> logins) {
            this.sessions = sessions;
            this.logins = logins;
        }

        // ---- Step 1: where the application lives, and how requests reach it.

        /**
         * The application's own origins. Plain HTTP is then redirected to them, and a request for any other host gets 421.
         * Without this the application answers for whatever host a request names, over HTTPS.
         *
         * @throws IllegalArgumentException when one is not written {@code https://shop.example} or with a port
         */
        public Builder<U> origins(String... origins) {
            own = Origins.of(origins);
            https = https.origins(own);
            return this;
        }

        /**
         * The proxies before the application whose {@code X-Forwarded} headers count, as addresses or ranges.
         *
         * @throws IllegalArgumentException when one is not an IP literal or CIDR block
         */
        public Builder<U> trustedProxies(String... ranges) {
            return trustedProxies(TrustedProxies.of(ranges));
        }

        /** The proxies before the application whose forwarding headers count. */
        public Builder<U> trustedProxies(TrustedProxies proxies) {
            this.proxies = proxies;
            return this;
        }

        /** Also serves plain HTTP to this machine itself, under a cookie of its own; a warning says so. Never for production. */
        public Builder<U> developmentOverHttp() {
            https = https.developmentOverHttp();
            development = true;
            return this;
        }

        /** What {@code Strict-Transport-Security} asks of browsers; {@link StrictTransport#WITH_SUBDOMAINS} without this. */
        public Builder<U> strictTransport(StrictTransport strictTransport) {
            https = https.strictTransport(strictTransport);
            return this;
        }

        // ---- Step 2: who may send unsafe requests.

        /**
         * Further origins whose pages may send unsafe requests, each listed exactly.
         *
         * @throws IllegalArgumentException when one is not an origin
         */
        public Builder<U> trustedOrigins(String... origins) {
            Origins trusted = Origins.of(origins);
            return originRule(policy -> policy.trusting(trusted));
        }

        /** Lets exactly this method at exactly this path pass the origin rule; see {@link OriginPolicy#exempting}. */
        public Builder<U> exempt(String method, String path) {
            return originRule(policy -> policy.exempting(method, path));
        }

        /**
         * Asks every unsafe request for a {@link dev.sojourn.protect.CsrfToken} besides: in the header, or in a field of a
         * form that is urlencoded, at most 1 MiB long and of at most 1 000 fields. For applications of forms.
         */
        public Builder<U> requireToken() {
            return originRule(OriginPolicy::requireToken);
        }

        private Builder<U> originRule(UnaryOperator<OriginPolicy> further) {
            UnaryOperator<OriginPolicy> before = originRule;
            originRule = policy -> further.apply(before.apply(policy));
            return this;
        }

        // ---- Step 6: who may come in where.

        /** Only who is signed in may come in there: {@code /profile}, {@code /account/**}. See {@link Guard}. */
        public Builder<U> protect(String... patterns) {
            guard.protect(patterns);
            guarded = true;
            return this;
        }

        /** Nobody comes in without signing in but where it is said here; the page to sign in on is always open. */
        public Builder<U> denyByDefault(String... publicPatterns) {
            guard.denyByDefault().allow(publicPatterns);
            guarded = true;
            return this;
        }

        /**
         * The settings, fixed.
         *
         * @throws IllegalStateException when paths are protected and there is no LoginManager to let anybody in
         */
        public Sojourn<U> build() {
            if (guarded && logins == null) {
                throw new IllegalStateException(
                        "paths are protected but nobody can sign in: give Sojourn.of a LoginManager");
            }
            if (logins != null && logins.limitsSessions()) {
                sessions.requireSessionLimit();
            }
            if (development) {
                LOG.warn(
                        "developmentOverHttp() is on: plain HTTP from this machine is served, under a cookie without Secure."
                                + " Take it out for production.");
            }
            OriginPolicy origin = originRule.apply(OriginPolicy.of(
                    own, sessions.cookieName(Channel.SECURE), sessions.cookieName(Channel.DEVELOPMENT)));
            return new Sojourn<>(
                    proxies, new StraightLine<>(https, origin, sessions, logins, guarded ? guard.build() : null));
        }
    }
}
