package dev.sojourn.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A running node, in a process that can be killed. */
final class Node implements AutoCloseable {

    private final Process process;
    private final int port;

    private Node(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Node start(Place place) throws IOException {
        return start(place, 0);
    }

    /** @param clockOffset by how many seconds its clock is ahead of everybody else's */
    static Node start(Place place, long clockOffset) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NodeServer.class.getName(),
                        place.argument(),
                        Long.toString(clockOffset))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null) {
            throw new IllegalStateException("a node ended before it served");
        }
        return new Node(process, Integer.parseInt(line));
    }

    int port() {
        return port;
    }

    /** Kills it with SIGKILL, in the middle of whatever it does. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
