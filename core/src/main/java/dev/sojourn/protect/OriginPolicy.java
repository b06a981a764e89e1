package dev.sojourn.protect;

import dev.sojourn.http.Decision;
import dev.sojourn.http.RequestHead;
import dev.sojourn.session.cookie.RequestCookies;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The origin rule: an unsafe request goes on only where it can be told that no foreign page made the browser send it, by
 * {@code Sec-Fetch-Site}, {@code Origin} and, where asked for, a token. It looks at no body and at no Content-Type, and
 * covers WebSocket handshakes. Runs after {@link HttpsPolicy}. Immutable and thread-safe.
 *
 * <p>The method judged is the one on the wire: an application that lets a field or header override the method must check
 * the overriding method itself.
 */
public final class OriginPolicy {

    private static final Set<String> SENT_UNASKED = Set.of("basic", "digest", "negotiate", "ntlm");

    private final Origins own;
    private final Origins trusted;
    private final Set<String> credentialCookies;
    private final Set<String> exemptions;
    private final boolean requireToken;
    private final boolean nullWithToken;

    private OriginPolicy(
            Origins own,
            Origins trusted,
            Set<String> credentialCookies,
            Set<String> exemptions,
            boolean requireToken,
            boolean nullWithToken) {
        this.own = own;
        this.trusted = trusted;
        this.credentialCookies = credentialCookies;
        this.exemptions = exemptions;
        this.requireToken = requireToken;
        this.nullWithToken = nullWithToken;
    }

    /**
     * The rule for an application that lives at these origins, or, where none is listed, at whatever scheme and authority
     * the effective request names.
     *
     * @param credentialCookies the names of the cookies that say who a browser is
     */
    public static OriginPolicy of(Origins own, String... credentialCookies) {
        return new OriginPolicy(own, Origins.none(), Set.of(credentialCookies), Set.of(), false, false);
    }

    /** Lets pages of these exact origins send unsafe requests, sibling subdomains included: those are not trusted unlisted. */
    public OriginPolicy trusting(Origins trusted) {
        return new OriginPolicy(own, trusted, credentialCookies, exemptions, requireToken, nullWithToken);
    }

    /**
     * Lets exactly this method at exactly this path pass unchecked, for a webhook that proves itself in another way.
     * {@code /hook/} exempts neither {@code /hook} nor {@code /hook/x} nor any other spelling.
     *
     * @throws IllegalArgumentException when the path is none that requests can name in one way only, or the method is TRACE
     */
    public OriginPolicy exempting(String method, String path) {
        if (AmbiguousPath.test(path) || path.indexOf('?') >= 0 || path.indexOf('*') >= 0) {
            throw new IllegalArgumentException(
                    "an exempted path is one exact path such as \"/hook\", without query, pattern,"
                            + " dot segment or double slash; given \"" + path + "\"");
        }
        if (method.isEmpty() || method.equals("TRACE") || !method.equals(method.toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "an exempted method is one in capitals such as \"POST\", and not TRACE; given \"" + method + "\"");
        }
        Set<String> more = new HashSet<>(exemptions);
        more.add(method + " " + path);
        return new OriginPolicy(own, trusted, credentialCookies, Set.copyOf(more), requireToken, nullWithToken);
    }

    /** Asks for a valid token wherever a request that could carry a credential would pass by its headers alone. */
    public OriginPolicy requireToken() {
        return new OriginPolicy(own, trusted, credentialCookies, exemptions, true, nullWithToken);
    }

    /** Lets a valid token speak for {@code Origin: null} from browsers without Fetch Metadata; off by default. */
    public OriginPolicy allowNullOriginWithToken() {
        return new OriginPolicy(own, trusted, credentialCookies, exemptions, requireToken, true);
    }

    /** Proceed, or the answer to give: the {@link #verdict} in short. */
    public Decision judge(RequestHead effective, BooleanSupplier tokenValid) {
        return verdict(effective, tokenValid).decision();
    }

    /**
     * Judges a request as {@link TrustedProxies} resolved it.
     *
     * @param tokenValid whether the request holds a valid {@link CsrfToken}; asked once at most, and only where it matters
     */
    public OriginVerdict verdict(RequestHead effective, BooleanSupplier tokenValid) {
        if (effective.safeMethod() && effective.header("Upgrade").isEmpty()) {
            return OriginVerdict.SAFE_METHOD;
        }
        if (effective.method().equals("TRACE")) {
            return OriginVerdict.TRACE;
        }
        if (!exemptions.isEmpty() && exemptions.contains(effective.method() + " " + effective.path())) {
            return OriginVerdict.EXEMPT;
        }
        return table(effective, site(effective), sender(effective), tokenValid);
    }

    /** What {@code Sec-Fetch-Site} says; UNKNOWN where it is absent, contradicts itself or says none of the four words. */
    private enum Site {
        SAME_ORIGIN,
        USER,
        ELSEWHERE,
        UNKNOWN
    }

    /** What {@code Origin} says; OTHER includes what is malformed or there several times. */
    private enum Sender {
        ABSENT,
        NULL,
        OWN,
        TRUSTED,
        OTHER
    }

    /** The decision table: rows by {@code Sec-Fetch-Site}, columns by {@code Origin}. */
    private OriginVerdict table(RequestHead head, Site site, Sender sender, BooleanSupplier token) {
        return switch (site) {
            case SAME_ORIGIN ->
                switch (sender) {
                    case ABSENT, NULL, OWN, TRUSTED -> pass(OriginVerdict.SAME_ORIGIN, token);
                    case OTHER -> OriginVerdict.CONTRADICTION;
                };
            case USER ->
                switch (sender) {
                    case ABSENT, OWN, TRUSTED -> pass(OriginVerdict.USER, token);
                    case NULL, OTHER -> onlyWith(token, OriginVerdict.UNKNOWN_STARTER);
                };
            case ELSEWHERE ->
                switch (sender) {
                    case TRUSTED -> pass(OriginVerdict.TRUSTED, token);
                    case ABSENT, NULL, OWN, OTHER -> OriginVerdict.OTHER_SITE;
                };
            case UNKNOWN ->
                switch (sender) {
                    case OWN, TRUSTED -> pass(OriginVerdict.NAMED_ORIGIN, token);
                    case NULL ->
                        nullWithToken ? onlyWith(token, OriginVerdict.OPAQUE_ORIGIN) : OriginVerdict.OPAQUE_ORIGIN;
                    case OTHER -> OriginVerdict.OTHER_ORIGIN;
                    case ABSENT ->
                        bearsCredential(head)
                                ? onlyWith(token, OriginVerdict.UNKNOWN_SENDER)
                                : OriginVerdict.NO_CREDENTIAL;
                };
        };
    }

    private OriginVerdict pass(OriginVerdict ground, BooleanSupplier token) {
        return requireToken ? onlyWith(token, OriginVerdict.TOKEN_MISSING, ground) : ground;
    }

    private static OriginVerdict onlyWith(BooleanSupplier token, OriginVerdict otherwise) {
        return onlyWith(token, otherwise, OriginVerdict.TOKEN);
    }

    private static OriginVerdict onlyWith(BooleanSupplier token, OriginVerdict otherwise, OriginVerdict ground) {
        return token.getAsBoolean() ? ground : otherwise;
    }

    private static Site site(RequestHead head) {
        List<String> lines = head.header("Sec-Fetch-Site");
        if (lines.isEmpty()) {
            return Site.UNKNOWN;
        }
        String first = lines.get(0).strip();
        for (String line : lines) {
            if (!line.strip().equals(first)) {
                return Site.UNKNOWN;
            }
        }
        return switch (first) {
            case "same-origin" -> Site.SAME_ORIGIN;
            case "none" -> Site.USER;
            case "same-site", "cross-site" -> Site.ELSEWHERE;
            default -> Site.UNKNOWN;
        };
    }

    private Sender sender(RequestHead head) {
        List<String> lines = head.header("Origin");
        if (lines.isEmpty()) {
            return Sender.ABSENT;
        }
        if (lines.size() > 1) {
            return Sender.OTHER;
        }
        String text = lines.get(0).strip();
        if (text.equals("null")) {
            return Sender.NULL;
        }
        Optional<Origin> origin = Origin.parse(text);
        if (origin.isEmpty()) {
            return Sender.OTHER;
        }
        if (isOwn(origin.get(), head)) {
            return Sender.OWN;
        }
        return trusted.contains(origin.get()) ? Sender.TRUSTED : Sender.OTHER;
    }

    private boolean isOwn(Origin origin, RequestHead head) {
        // Own origins are https, so a plain HTTP request that came this far is development on this machine.
        boolean listed = !own.isEmpty() && head.secure();
        return listed
                ? own.contains(origin)
                : Origin.ofRequest(head).filter(origin::equals).isPresent();
    }

    /** True where the request carries what a browser adds by itself: a cookie that counts, or a password it remembers. */
    private boolean bearsCredential(RequestHead head) {
        for (String name : credentialCookies) {
            RequestCookies.Lookup found = RequestCookies.find(head.header("Cookie"), name);
            boolean notSent =
                    found instanceof RequestCookies.None none && none.reason() == RequestCookies.Reason.NOT_SENT;
            if (!notSent) {
                return true;
            }
        }
        for (String line : head.header("Authorization")) {
            String credential = line.strip();
            int space = credential.indexOf(' ');
            String scheme = space < 0 ? credential : credential.substring(0, space);
            if (SENT_UNASKED.contains(scheme.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }
}
