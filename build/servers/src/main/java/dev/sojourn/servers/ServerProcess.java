package dev.sojourn.servers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A process and all that it started, as one: a server with a process per connection is not dead before the last of them is. */
final class ServerProcess {

    private final ProcessHandle root;

    private ServerProcess(ProcessHandle root) {
        this.root = root;
    }

    /** The running process of that id. */
    static ServerProcess of(long pid) {
        return new ServerProcess(
                ProcessHandle.of(pid).orElseThrow(() -> new IllegalStateException("there is no process " + pid)));
    }

    /** SIGKILL to all of them; returns when they are gone. */
    void kill() {
        List<ProcessHandle> all = all();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    /** SIGSTOP: connections stay open, and nobody answers. */
    void pause() {
        signal("STOP");
    }

    /** SIGCONT after {@link #pause}. */
    void resume() {
        signal("CONT");
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
