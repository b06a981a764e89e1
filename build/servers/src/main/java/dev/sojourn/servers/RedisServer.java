package dev.sojourn.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Redis server of the test's own on 127.0.0.1. The binary is the one that Maven brings (6.2), or the one that
 * {@code -Dsojourn.redis.binary} names. For one thread; close it.
 */
public final class RedisServer implements AutoCloseable {

    private static final String BUNDLED = "redis-server-6.2.6-v5-linux-amd64";

    private final Path binary;
    private final Path home;
    private final int port;
    private final List<String> settings;
    private ServerProcess process;

    RedisServer(Path binary, Path home, int port, List<String> settings) throws IOException {
        this.binary = binary;
        this.home = home;
        this.port = port;
        this.settings = settings;
        this.process = launch();
    }

    /**
     * Starts one on a free port, without data.
     *
     * @param settings further arguments as on its command line, such as {@code --appendonly yes}
     */
    public static RedisServer start(String... settings) throws IOException {
        Path home = Files.createTempDirectory("sojourn-redis");
        return new RedisServer(binary(home), home, LocalPort.free(), List.of(settings));
    }

    /** Whether the machine has this program of its own, {@code redis-server} or {@code valkey-server}. */
    public static boolean installed(String program) {
        return OnPath.find(program).isPresent();
    }

    /**
     * Like {@link #start}, with a program of the machine's own, as a rule a newer one.
     *
     * @throws IOException when it is not {@link #installed}
     */
    public static RedisServer startInstalled(String program) throws IOException {
        Path binary = OnPath.find(program).orElseThrow(() -> new IOException(program + " is not installed"));
        return new RedisServer(binary, Files.createTempDirectory("sojourn-redis"), LocalPort.free(), List.of());
    }

    /** One that acknowledges a write only once it is on the disk. */
    public static RedisServer startDurable() throws IOException {
        return start("--appendonly", "yes", "--appendfsync", "always");
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Its address as clients are given it. */
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() {
        process.kill();
    }

    /** Starts it again after {@link #kill}, on the same port with the same data; waits until it answers. */
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

    /**
     * Sends it a command of one line, such as {@code CONFIG SET maxmemory 1}, and waits until it is carried out.
     *
     * @throws IOException when it does not answer {@code +OK}
     */
    public void command(String line) throws IOException {
        String answer = ask(line, 3);
        if (!answer.equals("+OK")) {
            throw new IOException("Redis answers " + answer + "… to " + line);
        }
    }

    /** Waits until it is a replica that has all its primary's data and follows what is written there. */
    public void awaitFollowing() throws IOException {
        // *5, slave, the address and port of the primary, then the state of the link
        Patience.await(
                "the replica does not follow",
                () -> ask("ROLE", 13 + 15 + 8 + 15).contains("connected"));
    }

    /** Stops it and removes its data. */
    @Override
    public void close() {
        process.kill();
        remove(home);
    }

    /** A directory with all that is in it. */
    static void remove(Path home) {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private ServerProcess launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(binary.toString(), "--port", Integer.toString(port)));
        command.addAll(List.of("--bind", "127.0.0.1", "--dir", home.toString(), "--save", "", "--daemonize", "no"));
        command.addAll(settings);
        return ServerProcess.launch(command, home.resolve("redis.log"), this::answers);
    }

    /** A PING that is answered, by whatever answer: a server that loads its data, or asks for a password, is there. */
    private boolean answers() {
        try {
            return !ask("PING", 4).startsWith("-LOA");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The first bytes of the answer to a command of one line. */
    String ask(String command, int bytes) throws IOException {
        return LocalPort.ask(port, command, bytes);
    }

    /** The binary to run: the one that is named, or the one that Maven brings, unpacked there. */
    static Path binary(Path home) throws IOException {
        String named = System.getProperty("sojourn.redis.binary");
        if (named != null) {
            return Path.of(named);
        }
        Path unpacked = home.resolve("redis-server");
        if (!Files.exists(unpacked)) {
            try (InputStream in = RedisServer.class.getClassLoader().getResourceAsStream(BUNDLED)) {
                if (in == null) {
                    throw new IOException(BUNDLED + " is not on the class path");
                }
                Files.copy(in, unpacked, StandardCopyOption.REPLACE_EXISTING);
            }
            if (!unpacked.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + unpacked + " executable");
            }
        }
        return unpacked;
    }
}
