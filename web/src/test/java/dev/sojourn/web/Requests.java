package dev.sojourn.web;

import dev.sojourn.http.RequestHead;
import java.util.List;
import java.util.Map;

/** Request heads for tests. */
final class Requests {

    private Requests() {}

    static RequestHead get(String path) {
        return of("GET", path, Map.of());
    }

    static RequestHead of(String method, String path, Map<String, String> headers) {
        return new RequestHead(
                method,
                "https",
                "shop.example",
                path,
                null,
                name -> headers.containsKey(name) ? List.of(headers.get(name)) : List.of(),
                "192.0.2.1");
    }
}
