package dev.sojourn.jdkhttp;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.sojourn.http.Decision;
import dev.sojourn.http.Header;
import dev.sojourn.web.Exchange;
import dev.sojourn.web.HeadOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The hook "just before the head leaves": this server has one call for that. */
final class ResponseHead {

    /** What {@link HttpExchange#sendResponseHeaders} takes for "no body". */
    private static final int NO_BODY = -1;

    private static final Decision.Answer FAILED = new Decision.Answer(500, List.of(), "");

    private final HttpExchange server;
    private final Exchange<?> exchange;
    private final ReentrantLock leaving = new ReentrantLock();
    private volatile boolean left;
    private volatile @Nullable RuntimeException unwritten;

    ResponseHead(HttpExchange server, Exchange<?> exchange) {
        this.server = server;
        this.exchange = exchange;
    }

    Exchange<?> exchange() {
        return exchange;
    }

    /**
     * Commits the session, sets its fields and sends the head. Where the commit fails the answer to that is sent instead.
     *
     * @throws RuntimeException why the commit failed
     */
    void send(int status, long length) throws IOException {
        leaving.lock();
        try {
            if (!left) {
                left = true;
                leave();
            }
        } finally {
            leaving.unlock();
        }
        server.sendResponseHeaders(status, length);
    }

    private void leave() throws IOException {
        Headers fields = server.getResponseHeaders();
        HeadOutcome outcome = exchange.leave(name -> fields.getOrDefault(name, List.of()));
        if (outcome instanceof HeadOutcome.Send send) {
            send.replace().forEach(field -> fields.set(field.name(), field.value()));
            send.add().forEach(field -> fields.add(field.name(), field.value()));
        } else if (outcome instanceof HeadOutcome.Fail fail) {
            unwritten = fail.cause();
            prepare(fail.answer());
            server.sendResponseHeaders(fail.answer().status(), NO_BODY);
            throw fail.cause();
        }
    }

    /** Sends an answer in place of what the handler prepared. The head must not have left. */
    void answer(Decision.Answer answer) throws IOException {
        prepare(answer);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        boolean silent = body.length == 0 || server.getRequestMethod().equals("HEAD");
        send(answer.status(), silent ? NO_BODY : body.length);
        if (!silent) {
            server.getResponseBody().write(body);
        }
        server.close();
    }

    private void prepare(Decision.Answer answer) {
        Headers fields = server.getResponseHeaders();
        fields.clear();
        for (Header field : answer.headers()) {
            fields.add(field.name(), field.value());
        }
    }

    /**
     * Ends an exchange whose handler failed. True where the failure has its answer; otherwise 500 without a body was sent, if
     * the head was still there, for what the handler had put into the session is kept.
     */
    boolean answers(Throwable failure) throws IOException {
        Optional<Decision.Answer> answer = left ? Optional.empty() : exchange.answerTo(failure);
        try {
            if (!left) {
                answer(answer.orElse(FAILED));
            }
        } catch (RuntimeException alsoUnwritten) {
            failure.addSuppressed(alsoUnwritten);
        }
        server.close();
        RuntimeException known = unwritten;
        return answer.isPresent() || known != null && causedBy(failure, known);
    }

    /** The handler is done. Where the head has not left it gave the exchange to another thread, which will send it. */
    void finish() {
        if (left) {
            exchange.finish();
        }
    }

    private static boolean causedBy(Throwable failure, Throwable cause) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at == cause) {
                return true;
            }
        }
        return false;
    }
}
