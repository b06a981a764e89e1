package dev.sojourn.store.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A real second process: a JVM on the class path of the tests, talked to through its standard streams. */
final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader lines;
    private final OutputStream input;

    private ChildJvm(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
        this.input = process.getOutputStream();
    }

    static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx64m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ChildJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The next line it printed; null once it has ended and all was read. */
    @Nullable
    String line() throws IOException {
        return lines.readLine();
    }

    /** Lets it go on from {@link #await()}. */
    void go() throws IOException {
        input.write('\n');
        input.flush();
    }

    /** Kills it with SIGKILL. By its handle, since {@code Process} itself would throw away what it printed and nobody read. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    /** Said in the child: waits for the parent's {@link #go()}. */
    static void await() throws IOException {
        System.in.read();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
