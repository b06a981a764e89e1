package dev.sojourn.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A wire that can be cut: stands on 127.0.0.1 between a client and a server. Thread-safe. */
public final class TcpProxy implements AutoCloseable {

    /** What the wire does with what it is given. */
    public enum Mode {
        /** Passes everything on. */
        FORWARD,
        /** Accepts connections and bytes, and nothing ever comes back. */
        BLACK_HOLE,
        /** Passes requests on and cuts the connection instead of handing back the first byte of the answer. */
        CUT_ANSWERS,
        /** The same for one answer; then passes everything on, as a wire does that was torn for a moment. */
        CUT_ONE_ANSWER,
        /** Passes requests on, hands back the first half of an answer, and resets the connection. */
        RESET_MID_ANSWER,
        /** Closes every connection at once. */
        REFUSE
    }

    private static final int BACKLOG = 256;

    private final int port;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "sojourn-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Line> open = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket listener;
    private volatile int target;
    private volatile Mode mode = Mode.FORWARD;

    private TcpProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.port = listener.getLocalPort();
        this.target = target;
    }

    /** Opens a wire to a port of this machine. */
    public static TcpProxy to(int port) throws IOException {
        TcpProxy proxy = new TcpProxy(listen(0), port);
        proxy.threads.execute(() -> proxy.accept(proxy.listener));
        return proxy;
    }

    /** Where clients connect. */
    public int port() {
        return port;
    }

    /**
     * What the wire does from now on. Connections that are open stay open, but for those that a black hole has swallowed bytes
     * of: a wire loses no bytes out of the middle, so these are cut once it goes on.
     */
    public void mode(Mode mode) {
        this.mode = mode;
        if (mode != Mode.BLACK_HOLE) {
            open.stream().filter(line -> line.swallowed).forEach(Line::close);
        }
    }

    /** Where new connections lead from now on; cuts those that are open. */
    public void leadTo(int port) {
        target = port;
        cut();
    }

    /** Cuts every open connection; new ones are served according to the mode. */
    public void cut() {
        open.forEach(Line::close);
    }

    /** Cuts every open connection, and whoever connects is refused, as by a machine where nobody listens. */
    public void unplug() {
        try {
            listener.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        cut();
    }

    /** Listens again after {@link #unplug}, at the same port. */
    public void plug() throws IOException {
        ServerSocket again = listen(port);
        listener = again;
        threads.execute(() -> accept(again));
    }

    @Override
    public void close() {
        unplug();
        threads.shutdownNow();
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
    }

    private void accept(ServerSocket at) {
        while (!at.isClosed()) {
            try {
                Line line = new Line(at.accept());
                open.add(line);
                threads.execute(() -> {
                    try {
                        serve(line, at);
                    } finally {
                        open.remove(line);
                    }
                });
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Line line, ServerSocket from) {
        try (line) {
            if (mode != Mode.REFUSE && !from.isClosed()) {
                Socket server = line.connect(target);
                threads.execute(() -> pump(line, line.client, server, false));
                pump(line, server, line.client, true);
            }
        } catch (IOException unreachable) {
            // The client sees its connection closed.
        }
    }

    private void pump(Line line, Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[16_384];
        try (line) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                Mode now = mode;
                if (now == Mode.BLACK_HOLE) {
                    line.swallowed = true;
                } else if (line.swallowed || answers && now == Mode.CUT_ANSWERS) {
                    break;
                } else if (answers && now == Mode.CUT_ONE_ANSWER) {
                    mode = Mode.FORWARD;
                    break;
                } else if (answers && now == Mode.RESET_MID_ANSWER) {
                    out.write(buffer, 0, read / 2);
                    to.setSoLinger(true, 0);
                    break;
                } else {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException cut) {
            // One side is gone; the other follows.
        }
    }

    /** One client and its connection to the server. */
    private static final class Line implements AutoCloseable {

        private final Socket client;
        private final Socket server = new Socket();
        private volatile boolean swallowed;

        Line(Socket client) {
            this.client = client;
        }

        Socket connect(int port) throws IOException {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            return server;
        }

        @Override
        public void close() {
            try {
                client.close();
                server.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
