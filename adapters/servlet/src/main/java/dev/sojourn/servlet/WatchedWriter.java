package dev.sojourn.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;

/**
 * The container's own writer, with a word to the response before anything passes. Keeps no characters: the container goes on
 * encoding and buffering as if nobody watched.
 */
final class WatchedWriter extends Writer {

    private final WatchedResponse response;
    private final PrintWriter container;
    private final int octetsOfAscii;
    private final int octetsOfOther;

    WatchedWriter(WatchedResponse response, PrintWriter container, String charset) {
        this.response = response;
        this.container = container;
        String name = charset.toLowerCase(Locale.ROOT);
        boolean plain = name.equals("utf-8") || name.equals("us-ascii") || name.startsWith("iso-8859-");
        // Upper bounds, for nothing may leave uncounted: in other charsets escape sequences come along.
        this.octetsOfAscii = plain ? 1 : 8;
        this.octetsOfOther = plain ? 3 : 8;
    }

    @Override
    public void write(char[] text, int offset, int length) {
        long octets = 0;
        for (int i = offset; i < offset + length && !response.hasLeft(); i++) {
            octets += text[i] < 0x80 ? octetsOfAscii : octetsOfOther;
        }
        if (response.admits(octets)) {
            container.write(text, offset, length);
        }
    }

    @Override
    public void write(String text, int offset, int length) {
        long octets = 0;
        for (int i = offset; i < offset + length && !response.hasLeft(); i++) {
            octets += text.charAt(i) < 0x80 ? octetsOfAscii : octetsOfOther;
        }
        if (response.admits(octets)) {
            container.write(text, offset, length);
        }
    }

    @Override
    public void flush() throws IOException {
        response.leave();
        if (container.checkError()) {
            throw new IOException("the response could not be written; the client may have gone");
        }
    }

    @Override
    public void close() {
        response.leave();
        container.close();
    }
}
