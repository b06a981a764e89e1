package dev.sojourn.protect;

import dev.sojourn.http.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds request heads for tests: {@code GET https://shop.example/} from 192.0.2.7 unless told otherwise. */
final class Request {

    private final String method;
    private String scheme = "https";
    private String authority = "shop.example";
    private String path = "/";
    private @Nullable String query;
    private String peer = "192.0.2.7";
    private final Map<String, List<String>> headers = new TreeMap<>();

    private Request(String method) {
        this.method = method;
    }

    static Request of(String method) {
        return new Request(method);
    }

    Request to(String scheme, String authority) {
        this.scheme = scheme;
        this.authority = authority;
        return this;
    }

    Request at(String target) {
        int mark = target.indexOf('?');
        path = mark < 0 ? target : target.substring(0, mark);
        query = mark < 0 ? null : target.substring(mark + 1);
        return this;
    }

    Request from(String peer) {
        this.peer = peer;
        return this;
    }

    /** Adds one field line; null adds none. */
    Request with(String name, @Nullable String line) {
        if (line != null) {
            headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new ArrayList<>())
                    .add(line);
        }
        return this;
    }

    RequestHead head() {
        Map<String, List<String>> copy = Map.copyOf(headers);
        return new RequestHead(
                method,
                scheme,
                authority,
                path,
                query,
                name -> copy.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()),
                peer);
    }
}
