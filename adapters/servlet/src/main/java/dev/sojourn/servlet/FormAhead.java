package dev.sojourn.servlet;

import dev.sojourn.web.FormText;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a form before its handler does, where the origin rule asks for it; the handler then reads the same octets again. */
final class FormAhead {

    private final HttpServletRequest container;
    private byte @Nullable [] body;

    FormAhead(HttpServletRequest container) {
        this.container = container;
    }

    @Nullable
    String read() {
        if (!FormText.readAhead(ServletHead.of(container))) {
            return null;
        }
        try {
            byte[] octets = container.getInputStream().readAllBytes();
            body = octets;
            return new String(octets, StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("the form of a request could not be read", broken);
        }
    }

    /** The request to hand on: the container's own, unless its body was read. */
    HttpServletRequest request() {
        byte[] octets = body;
        return octets == null ? container : new ReplayedForm(container, octets);
    }
}
