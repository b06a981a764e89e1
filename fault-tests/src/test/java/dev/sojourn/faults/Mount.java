package dev.sojourn.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A file system that is laid over a directory until it is closed. Only root may; others see a skip. */
final class Mount implements AutoCloseable {

    private final Path over;
    private boolean closed;

    private Mount(Path over) {
        this.over = over;
    }

    /** A small one in memory. */
    static Mount inMemory(Path over, String size) throws IOException {
        mount(over, "-t", "tmpfs", "-o", "mode=0700,size=" + size, "tmpfs");
        return new Mount(over);
    }

    /** What lies in another directory. */
    static Mount of(Path directory, Path over) throws IOException {
        mount(over, "--bind", directory.toString());
        return new Mount(over);
    }

    /**
     * What lies there, to be read only: root writes whatever the permissions say.
     *
     * @param stage an empty directory where it is made so, out of the way of who writes meanwhile
     */
    static Mount readOnly(Path directory, Path stage) throws IOException {
        Mount staged = of(directory, stage);
        try {
            assertThat(run("mount", "-o", "remount,bind,ro", stage.toString())).isEmpty();
            return of(stage, directory);
        } finally {
            staged.close();
        }
    }

    /** Where it is. */
    Path path() {
        return over;
    }

    /** Takes it away, though files in it are open. Idempotent. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            assertThat(run("umount", "--lazy", over.toString())).isEmpty();
        }
    }

    private static void mount(Path over, String... how) throws IOException {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(how));
        command.add(over.toString());
        String said = run(command.toArray(String[]::new));
        if (!said.isEmpty()) {
            String missing = "this test needs the right to mount: " + said;
            if (Boolean.getBoolean("sojourn.require.all")) {
                Assertions.fail(missing);
            }
            Assumptions.abort(missing);
        }
    }

    /** What a program complains of; nothing where it succeeds. */
    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.onExit().join().exitValue() == 0 ? "" : String.join(" ", command) + ": " + said;
    }
}
