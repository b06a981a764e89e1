package dev.sojourn.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** The container's own stream, with a word to the response before anything passes. Keeps no bytes. */
final class WatchedStream extends ServletOutputStream {

    private final WatchedResponse response;
    private final ServletOutputStream container;

    WatchedStream(WatchedResponse response, ServletOutputStream container) {
        this.response = response;
        this.container = container;
    }

    @Override
    public void write(int octet) throws IOException {
        if (response.admits(1)) {
            container.write(octet);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (response.admits(length)) {
            container.write(bytes, offset, length);
        }
    }

    @Override
    public void flush() throws IOException {
        response.leave();
        container.flush();
    }

    @Override
    public void close() throws IOException {
        response.leave();
        container.close();
    }

    @Override
    public boolean isReady() {
        return container.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        container.setWriteListener(listener);
    }
}
