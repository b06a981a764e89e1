package dev.sojourn.servlet;

import dev.sojourn.web.FormRefusedException;
import dev.sojourn.web.FormText;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;

/** Reads a form before its handler does, where the origin rule asks for it; the handler then reads the same octets again. */
final class FormAhead {

    private final HttpServletRequest container;
    private @Nullable ReplayedForm replayed;

    FormAhead(HttpServletRequest container) {
        this.container = container;
    }

    /**
     * The text of the form; null where there is none to read ahead.
     *
     * @throws FormRefusedException when the form is in a charset that is not known here
     */
    @Nullable
    String read() {
        if (!FormText.readAhead(ServletHead.of(container))) {
            return null;
        }
        try {
            byte[] octets = container.getInputStream().readAllBytes();
            ReplayedForm form = new ReplayedForm(container, octets);
            form.charset();
            replayed = form;
            return form.text();
        } catch (IOException broken) {
            throw new UncheckedIOException("the form of a request could not be read", broken);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            throw new FormRefusedException("This form is in a charset that is not known here; send UTF-8.");
        }
    }

    /** The request to hand on: the container's own, unless its body was read. */
    HttpServletRequest request() {
        ReplayedForm form = replayed;
        return form == null ? container : form;
    }
}
