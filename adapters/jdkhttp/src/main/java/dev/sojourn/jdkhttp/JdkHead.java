package dev.sojourn.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import dev.sojourn.http.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The head of an exchange as facts. */
final class JdkHead {

    private JdkHead() {}

    static RequestHead of(HttpExchange exchange) {
        List<String> hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of());
        String target = exchange.getRequestURI().toString();
        // The server keeps the target as a URI, whose own view of "//host/path" has another path than was sent.
        boolean origin = target.startsWith("/");
        int mark = target.indexOf('?');
        return new RequestHead(
                exchange.getRequestMethod(),
                exchange instanceof HttpsExchange ? "https" : "http",
                hosts.size() == 1 ? hosts.get(0) : "",
                origin
                        ? mark < 0 ? target : target.substring(0, mark)
                        : orEmpty(exchange.getRequestURI().getRawPath()),
                exchange.getRequestURI().getRawQuery(),
                name -> exchange.getRequestHeaders().getOrDefault(name, List.of()),
                exchange.getRemoteAddress().getAddress().getHostAddress());
    }

    private static String orEmpty(@Nullable String path) {
        return path == null ? "" : path;
    }
}
