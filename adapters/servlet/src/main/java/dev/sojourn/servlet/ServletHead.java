package dev.sojourn.servlet;

import dev.sojourn.http.RequestHead;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** The head of a servlet request as facts. */
final class ServletHead {

    /** Set by containers for every request over TLS (Jakarta Servlet section 3.9). */
    private static final String CIPHER_SUITE = "jakarta.servlet.request.cipher_suite";

    private ServletHead() {}

    static RequestHead of(HttpServletRequest request) {
        // An error page is judged by the path that failed, not by its own.
        boolean failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) != null;
        Object path = failed ? request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) : request.getRequestURI();
        return new RequestHead(
                request.getMethod(),
                secure(request) ? "https" : "http",
                authority(request),
                String.valueOf(path),
                request.getQueryString(),
                name -> lines(request, name),
                peer(request));
    }

    /**
     * True where TLS ends at this container. Its own word is not enough: Jetty takes the scheme of a request target in
     * absolute form for the connection's, and forwarding headers that containers believe may come from anybody.
     */
    private static boolean secure(HttpServletRequest request) {
        return request.isSecure() && request.getAttribute(CIPHER_SUITE) != null;
    }

    private static List<String> lines(HttpServletRequest request, String name) {
        Enumeration<String> lines = request.getHeaders(name);
        return lines == null || !lines.hasMoreElements() ? List.of() : Collections.list(lines);
    }

    private static String authority(HttpServletRequest request) {
        List<String> hosts = lines(request, "Host");
        if (!hosts.isEmpty()) {
            return hosts.size() == 1 ? hosts.get(0) : "";
        }
        // HTTP/2 and 3 name it in a pseudo-header that containers give out by its parts only.
        if (request.getProtocol().startsWith("HTTP/1")) {
            return "";
        }
        int port = request.getServerPort();
        boolean usual = port == (secure(request) ? 443 : 80);
        return usual ? request.getServerName() : request.getServerName() + ":" + port;
    }

    private static String peer(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        boolean bracketed = address.startsWith("[") && address.endsWith("]");
        return bracketed ? address.substring(1, address.length() - 1) : address;
    }
}
