package dev.sojourn.protect;

import dev.sojourn.http.RequestHead;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A closed list of exact origins. Immutable and thread-safe; no wildcard, no suffix matching. */
public final class Origins {

    private static final Origins NONE = new Origins(new LinkedHashSet<>());

    private final Set<Origin> all;

    /** Scheme and authority as requests usually spell them, so that the common look-up parses nothing. */
    private final Map<String, Map<String, Origin>> byAuthority = new HashMap<>();

    private Origins(Set<Origin> all) {
        this.all = all;
        for (Origin origin : all) {
            String authority = origin.toString().substring(origin.scheme().length() + 3);
            byAuthority
                    .computeIfAbsent(origin.scheme(), scheme -> new HashMap<>())
                    .put(authority, origin);
        }
    }

    /** The empty list. */
    public static Origins none() {
        return NONE;
    }

    /**
     * The listed origins, each written {@code https://shop.example} or {@code https://shop.example:8443}.
     *
     * @throws IllegalArgumentException when one is not an origin (see {@link Origin#of})
     */
    public static Origins of(String... origins) {
        Set<Origin> all = new LinkedHashSet<>();
        for (String origin : origins) {
            all.add(Origin.of(origin));
        }
        return new Origins(all);
    }

    /** True where nothing is listed. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** True where exactly this origin is listed. */
    public boolean contains(Origin origin) {
        return all.contains(origin);
    }

    /** True where a listed origin is the one the request is addressed to, by scheme, host and port. */
    public boolean addressedBy(RequestHead effective) {
        Map<String, Origin> sameScheme = byAuthority.get(effective.scheme());
        if (sameScheme == null) {
            return false;
        }
        return sameScheme.containsKey(effective.authority())
                || Origin.ofRequest(effective).filter(all::contains).isPresent();
    }

    /** The first listed origin on that host, whatever its port; empty where none is. */
    Optional<Origin> onHost(String host) {
        for (Origin origin : all) {
            if (origin.host().equals(host)) {
                return Optional.of(origin);
            }
        }
        return Optional.empty();
    }

    /** The first listed origin of another scheme; empty where all have this one. */
    Optional<Origin> notOf(String scheme) {
        for (Origin origin : all) {
            if (!origin.scheme().equals(scheme)) {
                return Optional.of(origin);
            }
        }
        return Optional.empty();
    }

    /** The origins in the order given. */
    @Override
    public String toString() {
        return all.toString();
    }
}
