package dev.sojourn.protect;

import dev.sojourn.http.RequestHead;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reverse proxies whose forwarding headers count. From anybody else those headers are ignored. Immutable and
 * thread-safe; reads address literals only and never asks a name server.
 *
 * <p>The client's address is found by walking the list of hops from the right, past every trusted proxy, to the first
 * that is not. A hop that cannot be read ends the walk at the last good one. A list of more than 32 hops is ignored whole,
 * and with it everything else that was forwarded.
 *
 * <p>Every trusted proxy must set or remove the headers in use; one that lets a client's own {@code X-Forwarded-Proto}
 * through lets the client choose its scheme.
 */
public final class TrustedProxies {

    private static final int MAX_HOPS = 32;
    private static final TrustedProxies NONE = new TrustedProxies(List.of(), false);

    private final List<AddressRange> ranges;
    private final boolean standardHeader;

    private TrustedProxies(List<AddressRange> ranges, boolean standardHeader) {
        this.ranges = ranges;
        this.standardHeader = standardHeader;
    }

    /** Nobody is trusted: every request is what its connection says. */
    public static TrustedProxies none() {
        return NONE;
    }

    /**
     * Trusts the proxies in these ranges, {@code "10.0.0.0/8"}, {@code "127.0.0.1"} or {@code "::1"}, and reads
     * {@code X-Forwarded-For}, {@code X-Forwarded-Proto} and {@code X-Forwarded-Host}. Of the last two the right-most value
     * counts: the one that the nearest proxy wrote.
     *
     * @throws IllegalArgumentException when a range is not an IP literal or CIDR block
     */
    public static TrustedProxies of(String... ranges) {
        List<AddressRange> all = new ArrayList<>();
        for (String range : ranges) {
            all.add(AddressRange.of(range));
        }
        return new TrustedProxies(List.copyOf(all), false);
    }

    /**
     * Reads {@code Forwarded} (RFC 7239) and no {@code X-Forwarded} header. Scheme and host are those of the element that
     * names the client: what the outermost trusted proxy received.
     */
    public TrustedProxies readingForwarded() {
        return new TrustedProxies(ranges, true);
    }

    /**
     * The request as it left the client: scheme, authority and peer replaced by what trusted proxies say of them. The same
     * head where the peer is not trusted. An authority that is forwarded but malformed becomes empty; a scheme other than
     * https and wss becomes {@code http}.
     */
    public RequestHead resolve(RequestHead head) {
        if (ranges.isEmpty()) {
            return head;
        }
        IpAddress peer = IpAddress.parseHop(head.peer());
        if (peer == null || !trusted(peer)) {
            return head;
        }
        return standardHeader ? byForwarded(head, peer) : byXForwarded(head, peer);
    }

    private boolean trusted(IpAddress address) {
        for (int i = 0; i < ranges.size(); i++) {
            if (ranges.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }

    private RequestHead byXForwarded(RequestHead head, IpAddress peer) {
        List<String> hops = fromRight(head.header("X-Forwarded-For"));
        if (hops.size() > MAX_HOPS) {
            return head;
        }
        IpAddress client = peer;
        for (String hop : hops) {
            IpAddress address = IpAddress.parseHop(hop);
            if (address == null) {
                break;
            }
            client = address;
            if (!trusted(address)) {
                break;
            }
        }
        List<String> protos = fromRight(head.header("X-Forwarded-Proto"));
        List<String> hosts = fromRight(head.header("X-Forwarded-Host"));
        return effective(head, client, protos.isEmpty() ? null : protos.get(0), hosts.isEmpty() ? null : hosts.get(0));
    }

    private RequestHead byForwarded(RequestHead head, IpAddress peer) {
        List<String> hops = fromRight(head.header("Forwarded"));
        if (hops.size() > MAX_HOPS) {
            return head;
        }
        IpAddress client = peer;
        ForwardedElement outermost = new ForwardedElement(null, null, null);
        for (String hop : hops) {
            ForwardedElement element = ForwardedElement.parse(hop);
            if (element == null) {
                break;
            }
            outermost = element;
            IpAddress address = element.client() == null ? null : IpAddress.parseHop(element.client());
            if (address == null) {
                break;
            }
            client = address;
            if (!trusted(address)) {
                break;
            }
        }
        return effective(head, client, outermost.proto(), outermost.host());
    }

    private static RequestHead effective(
            RequestHead head, IpAddress client, @Nullable String proto, @Nullable String host) {
        return new RequestHead(
                head.method(),
                proto == null ? head.scheme() : scheme(proto),
                host == null ? head.authority() : authority(host),
                head.path(),
                head.query(),
                head.headers(),
                client.toString());
    }

    private static String scheme(String proto) {
        // Some proxies name the scheme of a WebSocket handshake by its own word.
        return proto.equalsIgnoreCase("https") || proto.equalsIgnoreCase("wss") ? "https" : "http";
    }

    private static String authority(String host) {
        String lower = Origin.lowerCase(host);
        return Origin.parse("https://" + lower).isPresent() ? lower : "";
    }

    /**
     * The elements of a list header from the last to the first, one more than the limit at most. Reading from the right
     * keeps what a client wrote, an open quote for example, from reaching what proxies appended after it.
     */
    private static List<String> fromRight(List<String> lines) {
        List<String> elements = new ArrayList<>();
        for (int i = lines.size() - 1; i >= 0; i--) {
            String line = lines.get(i);
            boolean quoted = false;
            int end = line.length();
            for (int at = end - 1; at >= -1; at--) {
                char c = at < 0 ? ',' : line.charAt(at);
                if (c == '"') {
                    quoted = !quoted;
                } else if (c == ',' && (!quoted || at < 0)) {
                    String element = line.substring(at + 1, end).strip();
                    if (!element.isEmpty()) {
                        elements.add(element);
                    }
                    if (elements.size() > MAX_HOPS) {
                        return elements;
                    }
                    end = at;
                }
            }
        }
        return elements;
    }
}
