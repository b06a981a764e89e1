package dev.sojourn.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Asynchronous work whose completion lets the head leave. A dispatch does not: the filter meets the request again and what it
 * is dispatched to may still change the session.
 */
final class WatchedAsync implements AsyncContext {

    private final AsyncContext container;
    private final WatchedResponse response;

    WatchedAsync(AsyncContext container, WatchedResponse response) {
        this.container = container;
        this.response = response;
    }

    @Override
    public void complete() {
        try {
            response.leave();
        } finally {
            container.complete();
        }
    }

    @Override
    public ServletRequest getRequest() {
        return container.getRequest();
    }

    @Override
    public ServletResponse getResponse() {
        return container.getResponse();
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return container.hasOriginalRequestAndResponse();
    }

    @Override
    public void dispatch() {
        container.dispatch();
    }

    @Override
    public void dispatch(String path) {
        container.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext context, String path) {
        container.dispatch(context, path);
    }

    @Override
    public void start(Runnable work) {
        container.start(work);
    }

    @Override
    public void addListener(AsyncListener listener) {
        container.addListener(listener);
    }

    @Override
    public void addListener(
            AsyncListener listener, @Nullable ServletRequest request, @Nullable ServletResponse watched) {
        container.addListener(listener, request, watched);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return container.createListener(type);
    }

    @Override
    public void setTimeout(long milliseconds) {
        container.setTimeout(milliseconds);
    }

    @Override
    public long getTimeout() {
        return container.getTimeout();
    }

    /** What the container ends by itself also commits, before it makes its answer. */
    static final class Ending implements AsyncListener {

        private final WatchedResponse response;
        private final Runnable finish;

        Ending(WatchedResponse response, Runnable finish) {
            this.response = response;
            this.finish = finish;
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            response.leave();
        }

        @Override
        public void onError(AsyncEvent event) {
            response.leave();
        }

        @Override
        public void onComplete(AsyncEvent event) {
            finish.run();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
