package dev.sojourn.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A process and all that it started, as one: a server with a process per connection is not dead before the last of them is. */
final class ServerProcess {

    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final ProcessHandle root;

    private ServerProcess(ProcessHandle root) {
        this.root = root;
    }

    /** The running process of that id. */
    static ServerProcess of(long pid) {
        return new ServerProcess(
                ProcessHandle.of(pid).orElseThrow(() -> new IllegalStateException("there is no process " + pid)));
    }

    /**
     * Starts a program and waits until it answers.
     *
     * @param log where what it prints goes; null to drop it
     * @throws IOException where it does not come to answer, with what it printed
     */
    static ServerProcess launch(List<String> command, @Nullable Path log, BooleanSupplier answers) throws IOException {
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log == null ? Redirect.DISCARD : Redirect.to(log.toFile()))
                .start();
        long begin = System.nanoTime();
        while (!answers.getAsBoolean()) {
            if (!started.isAlive() || System.nanoTime() - begin > PATIENCE_NANOS) {
                started.destroyForcibly();
                throw new IOException("did not start: " + command
                        + (log == null ? "" : System.lineSeparator() + Files.readString(log)));
            }
            Thread.onSpinWait();
        }
        return of(started.pid());
    }

    /** SIGKILL to all of them; returns when they are gone. */
    void kill() {
        List<ProcessHandle> all = all();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    /** SIGSTOP: connections stay open, and nobody answers; returns when every thread has stopped. */
    void pause() {
        signal("STOP");
        try {
            Patience.await("a process does not stop", () -> all().stream().allMatch(ServerProcess::stopped));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** SIGCONT after {@link #pause}. */
    void resume() {
        signal("CONT");
    }

    private static boolean stopped(ProcessHandle process) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            return threads.allMatch(ServerProcess::threadStopped);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The state follows the name of the program, which stands in parentheses. */
    private static boolean threadStopped(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return stat.startsWith(") T", stat.lastIndexOf(')'));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void signal(String name) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        all().forEach(process -> command.add(Long.toString(process.pid())));
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException failure) {
            throw new IllegalStateException("the program kill cannot be run", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending SIG" + name, interrupted);
        }
    }

    /** The root first, so that nobody new is started meanwhile. */
    private List<ProcessHandle> all() {
        return Stream.concat(Stream.of(root), root.descendants())
                .filter(ProcessHandle::isAlive)
                .toList();
    }
}
