package dev.sojourn.session.cookie;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A browser's side of RFC 6265bis sections 5.6 and 5.7: what is stored under which identity, and what is dropped
 * silently.
 */
final class CookieJar {

    private final String host;
    private final String requestPath;
    private final boolean secureConnection;
    private final Instant now;
    private final Set<String> identities = new HashSet<>();

    CookieJar(String host, String requestPath, boolean secureConnection, Instant now) {
        this.host = host;
        this.requestPath = requestPath;
        this.secureConnection = secureConnection;
        this.now = now;
    }

    int size() {
        return identities.size();
    }

    void receive(String setCookie) {
        String[] parts = setCookie.split(";", -1);
        String name = parts[0].substring(0, parts[0].indexOf('='));
        Map<String, String> attributes = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].strip().split("=", 2);
            attributes.put(pair[0].toLowerCase(Locale.ROOT), pair.length == 2 ? pair[1] : "");
        }
        if (dropped(name, attributes)) {
            return;
        }
        String domain = attributes.getOrDefault("domain", "");
        String path = attributes.getOrDefault("path", requestPath);
        String identity =
                String.join("|", name, domain.isEmpty() ? host : domain, domain.isEmpty() ? "host-only" : "", path);
        if (expired(attributes)) {
            identities.remove(identity);
        } else {
            identities.add(identity);
        }
    }

    private boolean dropped(String name, Map<String, String> attributes) {
        String prefix = name.toLowerCase(Locale.ROOT);
        boolean secure = attributes.containsKey("secure");
        boolean hostOnly = !attributes.containsKey("domain");
        return (secure && !secureConnection)
                || (!hostOnly && !host.endsWith("." + attributes.get("domain")))
                || ("None".equals(attributes.get("samesite")) && !secure)
                || (prefix.startsWith("__secure-") && !secure)
                || (prefix.startsWith("__host-") && !(secure && hostOnly && "/".equals(attributes.get("path"))))
                || (prefix.startsWith("__host-http-") && !attributes.containsKey("httponly"));
    }

    private boolean expired(Map<String, String> attributes) {
        String maxAge = attributes.get("max-age");
        if (maxAge != null) {
            return Long.parseLong(maxAge) <= 0;
        }
        String expires = attributes.get("expires");
        return expires != null
                && !ZonedDateTime.parse(expires, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant()
                        .isAfter(now);
    }
}
