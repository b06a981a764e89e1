package dev.sojourn.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The machine's own Memcached, on 127.0.0.1. For one thread; close it. */
public final class MemcachedServer implements AutoCloseable {

    private static final String PROGRAM = "memcached";

    private final int port;
    private final List<String> options;
    private ServerProcess process;

    private MemcachedServer(int port, List<String> options) throws IOException {
        this.port = port;
        this.options = options;
        this.process = launch();
    }

    /** Whether there is one to start. */
    public static boolean installed() {
        return OnPath.find(PROGRAM).isPresent();
    }

    /**
     * Starts one on a free port, empty, that takes items of up to 3 MiB.
     *
     * @param options of its command line, beside those
     */
    public static MemcachedServer start(String... options) throws IOException {
        return new MemcachedServer(LocalPort.free(), List.of(options));
    }

    /** Its address as clients are given it. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() {
        process.kill();
    }

    /** Starts it again after {@link #kill}, on the same port; it has forgotten everything. */
    public void restart() throws IOException {
        process = launch();
    }

    /** SIGSTOP: connections stay open, and nobody answers. */
    public void pause() {
        process.pause();
    }

    /** Lets it go on after {@link #pause}. */
    public void resume() {
        process.resume();
    }

    @Override
    public void close() {
        process.kill();
    }

    private ServerProcess launch() throws IOException {
        Path binary = OnPath.find(PROGRAM).orElseThrow(() -> new IOException(PROGRAM + " is not installed"));
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "-u",
                "nobody",
                "-l",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                "0",
                "-I",
                "3m"));
        command.addAll(options);
        return ServerProcess.launch(command, null, this::answers);
    }

    private boolean answers() {
        try {
            return LocalPort.ask(port, "version", 7).equals("VERSION");
        } catch (IOException notYet) {
            return false;
        }
    }
}
