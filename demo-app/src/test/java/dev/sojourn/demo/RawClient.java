package dev.sojourn.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Sends cookies that no proper client would send, over one connection for as long as the server keeps it. */
final class RawClient implements AutoCloseable {

    private final TestDemo demo;
    private @Nullable SSLSocket socket;
    private InputStream in = InputStream.nullInputStream();

    RawClient(TestDemo demo) {
        this.demo = demo;
    }

    /** The status of {@code GET path} with this {@code Cookie} line, octet by character. */
    int get(String path, String cookieLine) throws IOException {
        SSLSocket connection = connected();
        OutputStream out = connection.getOutputStream();
        out.write(("GET " + path + " HTTP/1.1\r\nHost: localhost:" + demo.port() + "\r\nAccept: */*\r\nCookie: "
                        + cookieLine + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        out.flush();
        String status = line();
        long length = 0;
        boolean goesOn = true;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(
                        lower.substring("content-length:".length()).strip());
            }
            goesOn &= !lower.equals("connection: close");
        }
        in.skipNBytes(length);
        if (!goesOn) {
            close();
        }
        return Integer.parseInt(status.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }

    private SSLSocket connected() throws IOException {
        SSLSocket open = socket;
        if (open == null) {
            open = (SSLSocket) demo.tls().getSocketFactory().createSocket("localhost", demo.port());
            open.setSoTimeout(20_000);
            socket = open;
            in = new BufferedInputStream(open.getInputStream());
        }
        return open;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the server closed the connection without an answer");
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
