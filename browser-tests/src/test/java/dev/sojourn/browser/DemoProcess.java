package dev.sojourn.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The demo as somebody would start it: a process of its own, on free ports. Stopped when closed. */
final class DemoProcess implements AutoCloseable {

    private final Process process;
    private final String address;

    private DemoProcess(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts it and waits for the line that says it serves.
     *
     * @param flags further ones, such as {@code --move=preparing}
     */
    static DemoProcess start(Path data, String sessions, String... flags) throws IOException {
        int port;
        int httpPort;
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = one.getLocalPort();
            httpPort = other.getLocalPort();
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sojourn.demo.Demo",
                "--port=" + port,
                "--http-port=" + httpPort,
                "--data=" + data,
                "--sessions=" + sessions));
        command.addAll(List.of(flags));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String address = "https://localhost:" + port;
        BufferedReader out = process.inputReader(UTF_8);
        String line = out.readLine();
        if (!("Sojourn demo ready at " + address).equals(line)) {
            process.destroyForcibly();
            throw new IllegalStateException("the demo did not become ready but said: " + line);
        }
        return new DemoProcess(process, address);
    }

    /** Where it serves, without a slash at the end. */
    String address() {
        return address;
    }

    /** Asks it to stop, as Ctrl-C does. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the demo did not stop within 20 s");
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
