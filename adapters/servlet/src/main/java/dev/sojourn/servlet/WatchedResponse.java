package dev.sojourn.servlet;

import dev.sojourn.http.Decision;
import dev.sojourn.web.Exchange;
import dev.sojourn.web.HeadOutcome;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The hook "just before the head leaves": every call by which a head can leave comes through here first, and what goes into
 * the container's buffer is counted. There is no buffer of its own.
 */
final class WatchedResponse extends HttpServletResponseWrapper {

    /** Containers pass a single large write by their buffer; Jetty does so from a quarter of the buffer's size. */
    private static final int DIRECT_WRITE_SHARE = 4;

    // Kept beside the wrapper's own reference: during an include Tomcat slips a wrapper in between that drops header
    // fields.
    private final HttpServletResponse container;
    private final Exchange<?> exchange;

    private final ReentrantLock leaving = new ReentrantLock();

    private @Nullable ServletOutputStream stream;
    private @Nullable PrintWriter writer;
    private long announced = Long.MAX_VALUE;
    private long written;
    private volatile boolean left;
    private volatile boolean replaced;
    private volatile @Nullable RuntimeException unwritten;

    WatchedResponse(HttpServletResponse container, Exchange<?> exchange) {
        super(container);
        this.container = container;
        this.exchange = exchange;
        this.left = exchange.hasLeft();
    }

    // ---- The head leaves.

    /** True once the head was let go. */
    boolean hasLeft() {
        return left;
    }

    /**
     * Lets the head go as it is, once: commits the session and sets its header fields.
     *
     * @throws RuntimeException why the commit failed; the answer to that has been sent in place of the handler's
     */
    void leave() {
        leaving.lock();
        try {
            if (left) {
                return;
            }
            left = true;
            HeadOutcome outcome = exchange.leave(name -> List.copyOf(container.getHeaders(name)));
            if (outcome instanceof HeadOutcome.Send send) {
                apply(send);
            } else if (outcome instanceof HeadOutcome.Fail fail) {
                unwritten = fail.cause();
                prepare(fail.answer());
                send(fail.answer());
                throw fail.cause();
            }
        } finally {
            leaving.unlock();
        }
    }

    private void apply(HeadOutcome.Send send) {
        if (container.isCommitted() && !send.add().isEmpty()) {
            throw new IllegalStateException(
                    "the head left unseen and the session cookie cannot be sent: something wrote to"
                            + " the container's response instead of the one SojournFilter hands on");
        }
        send.replace().forEach(field -> container.setHeader(field.name(), field.value()));
        send.add().forEach(field -> container.addHeader(field.name(), field.value()));
    }

    /** Sends an answer in place of what the handler prepared. The head must not have left. */
    void answer(Decision.Answer answer) {
        prepare(answer);
        leave();
        send(answer);
    }

    /**
     * Ends a request whose handler failed. True where the failure has its answer: it is one of Sojourn's own, or what the
     * handler saw when its session could not be written. Otherwise the head goes as it is, and the container answers.
     */
    boolean answers(Throwable failure) {
        Optional<Decision.Answer> answer =
                left || container.isCommitted() ? Optional.empty() : exchange.answerTo(failure);
        try {
            if (answer.isPresent()) {
                answer(answer.get());
            } else {
                leave();
            }
        } catch (RuntimeException alsoUnwritten) {
            failure.addSuppressed(alsoUnwritten);
        }
        if (answer.isPresent()) {
            return true;
        }
        RuntimeException known = unwritten;
        return known != null && causedBy(failure, known);
    }

    private static boolean causedBy(Throwable failure, Throwable cause) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at == cause) {
                return true;
            }
        }
        return false;
    }

    private void prepare(Decision.Answer answer) {
        if (!container.isCommitted()) {
            container.reset();
            container.setStatus(answer.status());
            answer.headers().forEach(field -> container.addHeader(field.name(), field.value()));
        }
    }

    private void send(Decision.Answer answer) {
        replaced = true;
        if (container.isCommitted()) {
            return;
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        container.setContentLength(body.length);
        try {
            container.getOutputStream().write(body);
            container.flushBuffer();
        } catch (IOException clientGone) {
            throw new UncheckedIOException(clientGone);
        }
    }

    // ---- The body.

    /** Asks to write so many octets; the head leaves first if they could push it out. False where nobody will read them. */
    boolean admits(long octets) {
        if (!left) {
            written += octets;
            long buffer = getBufferSize();
            if (written >= buffer || octets >= buffer / DIRECT_WRITE_SHARE || written >= announced) {
                leave();
            }
        }
        return !replaced;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        ServletOutputStream watched = stream;
        if (watched == null) {
            watched = new WatchedStream(this, super.getOutputStream());
            stream = watched;
        }
        return watched;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        PrintWriter watched = writer;
        if (watched == null) {
            PrintWriter target = super.getWriter();
            watched = new PrintWriter(new WatchedWriter(this, target, getCharacterEncoding()));
            writer = watched;
        }
        return watched;
    }

    @Override
    public void setContentLength(int length) {
        announced = length < 0 ? Long.MAX_VALUE : length;
        super.setContentLength(length);
    }

    @Override
    public void setContentLengthLong(long length) {
        announced = length < 0 ? Long.MAX_VALUE : length;
        super.setContentLengthLong(length);
    }

    @Override
    public void setHeader(String name, String value) {
        super.setHeader(name, value);
        noteLength(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        super.addHeader(name, value);
        noteLength(name, value);
    }

    @Override
    public void setIntHeader(String name, int value) {
        super.setIntHeader(name, value);
        noteLength(name, Integer.toString(value));
    }

    @Override
    public void addIntHeader(String name, int value) {
        super.addIntHeader(name, value);
        noteLength(name, Integer.toString(value));
    }

    private void noteLength(String name, @Nullable String value) {
        if (name.equalsIgnoreCase("Content-Length")) {
            // What is no number was refused by the container already, or removes the field.
            announced = value == null ? Long.MAX_VALUE : Long.parseLong(value.trim());
        }
    }

    @Override
    public void reset() {
        super.reset();
        written = 0;
        announced = Long.MAX_VALUE;
        stream = null;
        writer = null;
        if (left && exchange.leave(name -> List.of()) instanceof HeadOutcome.Send send) {
            apply(send);
        }
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        written = 0;
    }

    // ---- The ways a head leaves at once.

    @Override
    public void flushBuffer() throws IOException {
        leave();
        super.flushBuffer();
    }

    @Override
    public void sendError(int status) throws IOException {
        leave();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        leave();
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        leave();
        super.sendRedirect(location);
    }

    // The three below came with Servlet 6.1. Compiled against 6.0 they override nothing, and run in 6.1 they do.

    @SuppressWarnings("MissingOverride")
    public void sendRedirect(String location, int status) throws IOException {
        sendRedirect(location, status, true);
    }

    @SuppressWarnings("MissingOverride")
    public void sendRedirect(String location, boolean clearBuffer) throws IOException {
        sendRedirect(location, SC_FOUND, clearBuffer);
    }

    @SuppressWarnings("MissingOverride")
    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        leave();
        Servlet61.sendRedirect((HttpServletResponse) getResponse(), location, status, clearBuffer);
    }

    // ---- Session ids never stand in a URL.

    @Override
    public String encodeURL(String url) {
        return url;
    }

    @Override
    public String encodeRedirectURL(String url) {
        return url;
    }
}
