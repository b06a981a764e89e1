package dev.sojourn.protect;

import dev.sojourn.http.Decision;
import dev.sojourn.http.Decision.Answer;
import dev.sojourn.http.Header;
import dev.sojourn.http.RequestHead;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The transport rule: HTTPS, or no service. Judges the request as {@link TrustedProxies} resolved it, before any other rule.
 * Immutable and thread-safe.
 *
 * <p>Over HTTPS a request goes on; with configured origins it must also name one of them, else the answer is 421. Over
 * plain HTTP nothing is processed. With configured origins a GET or HEAD is sent on to the origin of the host it named by
 * 308 (a host that is not listed gets 421), while unsafe methods and calls by programs get 403, so that a client that sends
 * secrets in the clear fails and is noticed. Without configuration the answer is 426 and a page that names the ways out.
 *
 * <p>A plain HTTP request that goes on all the same is one that {@link #developmentOverHttp()} let through.
 */
public final class HttpsPolicy {

    private static final Answer MISDIRECTED = (Answer) Decision.refuse(
            421,
            "This server does not answer for the host that the request names. If it should, list its origin:"
                    + " origins(\"https://shop.example\").");
    private static final Answer CLEARTEXT = (Answer) Decision.refuse(
            403,
            "This request came over plain HTTP and was not processed. Send it over HTTPS; change any secret it held.");
    private static final List<String> LEFT_BY_PROXIES =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Via");

    private final Origins own;
    private final boolean development;
    private final StrictTransport strictTransport;
    private final Optional<Header> strictTransportHeader;

    private HttpsPolicy(Origins own, boolean development, StrictTransport strictTransport) {
        this.own = own;
        this.development = development;
        this.strictTransport = strictTransport;
        this.strictTransportHeader = Optional.of(strictTransport.header());
    }

    /** HTTPS only, for whatever host the request names. */
    public static HttpsPolicy standard() {
        return new HttpsPolicy(Origins.none(), false, StrictTransport.WITH_SUBDOMAINS);
    }

    /**
     * Names the application's own origins: what plain HTTP is redirected to, and all that HTTPS answers for.
     *
     * @throws IllegalArgumentException when one of them is not an https origin
     */
    public HttpsPolicy origins(Origins own) {
        own.notOf("https").ifPresent(origin -> {
            throw new IllegalArgumentException("an application's own origin is https, given \"" + origin
                    + "\"; for plain HTTP on a developer's machine use developmentOverHttp()");
        });
        return new HttpsPolicy(own, development, strictTransport);
    }

    /**
     * Also serves plain HTTP to this machine itself: from a loopback peer, for localhost, a loopback address or the host of
     * a configured origin (so that a page whose name was rebound to 127.0.0.1 gets nothing), and without the marks that
     * proxies leave. Never for production: a proxy on this machine that leaves no mark would serve the world.
     */
    public HttpsPolicy developmentOverHttp() {
        return new HttpsPolicy(own, true, strictTransport);
    }

    /** Asks browsers for something else than {@link StrictTransport#WITH_SUBDOMAINS}. */
    public HttpsPolicy strictTransport(StrictTransport strictTransport) {
        return new HttpsPolicy(own, development, strictTransport);
    }

    /** Proceed, or the answer to give; {@code effective} is the request as it left the client. */
    public Decision judge(RequestHead effective) {
        if (effective.secure()) {
            return own.isEmpty() || own.addressedBy(effective) ? Decision.PROCEED : MISDIRECTED;
        }
        Optional<Origin> addressed = Origin.ofRequest(effective);
        boolean proxied = markedByProxy(effective);
        if (development && !proxied && addressed.isPresent() && fromHere(effective, addressed.get())) {
            return Decision.PROCEED;
        }
        if (own.isEmpty()) {
            return HttpsNeeded.answer(effective, development, proxied);
        }
        Optional<Origin> target = addressed.flatMap(origin -> own.onHost(origin.host()));
        if (target.isEmpty()) {
            return MISDIRECTED;
        }
        return mayRedirect(effective) ? redirect(target.get(), effective) : CLEARTEXT;
    }

    /**
     * The {@code Strict-Transport-Security} field of an answer to this request, errors included; empty over plain HTTP,
     * where browsers must ignore it. Also empty for localhost and loopback addresses: the promise binds a host with all its
     * ports and names below it, so one application tried out there would cut a developer off from every other one.
     */
    public Optional<Header> strictTransport(RequestHead effective) {
        boolean unfit = !effective.secure()
                || mayBeLocal(effective.authority())
                        && Origin.ofRequest(effective).filter(Origin::local).isPresent();
        return unfit ? Optional.empty() : strictTransportHeader;
    }

    /** A cheap look that spares most requests the parsing. */
    private static boolean mayBeLocal(String authority) {
        return authority.startsWith("127.")
                || authority.startsWith("[")
                || Origin.lowerCase(authority).contains("localhost");
    }

    private boolean fromHere(RequestHead effective, Origin addressed) {
        IpAddress peer = IpAddress.parseHop(effective.peer());
        return peer != null
                && peer.loopback()
                && (addressed.local() || own.onHost(addressed.host()).isPresent());
    }

    private static boolean markedByProxy(RequestHead head) {
        for (String name : LEFT_BY_PROXIES) {
            if (!head.header(name).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** A page or a file may move to HTTPS; a program that calls must be told instead. */
    private static boolean mayRedirect(RequestHead head) {
        if (!head.method().equals("GET") && !head.method().equals("HEAD")
                || !head.header("Authorization").isEmpty()) {
            return false;
        }
        String mode = head.single("Sec-Fetch-Mode");
        String accept = String.join(",", head.header("Accept")).toLowerCase(Locale.ROOT);
        boolean fetched = mode != null && (mode.equals("cors") || mode.equals("same-origin"));
        return !fetched && (accept.contains("text/html") || !accept.contains("json"));
    }

    /** Uncached: strict transport does the remembering where it may, and at localhost nothing should. */
    private static Decision redirect(Origin target, RequestHead head) {
        boolean sendable = head.path().startsWith("/") && isVisibleAscii(head.target());
        String location = target + (sendable ? head.target() : "/");
        return new Answer(308, List.of(new Header("Location", location), new Header("Cache-Control", "no-store")), "");
    }

    private static boolean isVisibleAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= 0x20 || text.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
    }
}
