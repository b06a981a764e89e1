package dev.sojourn.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of the test's own on 127.0.0.1, from the binaries that Maven brings, or one that runs already and is
 * named by {@code -Dsojourn.postgres.url}, {@code -Dsojourn.postgres.user} and {@code -Dsojourn.postgres.password}. Only the
 * test's own can be killed and paused. For one thread; close it.
 */
public final class PostgresServer implements AutoCloseable {

    private static final String URL = "sojourn.postgres.url";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String url;
    private final @Nullable Path home;
    private final String durability;
    private @Nullable EmbeddedPostgres server;

    private PostgresServer(String url, @Nullable Path home, String durability, @Nullable EmbeddedPostgres server) {
        this.url = url;
        this.home = home;
        this.durability = durability;
        this.server = server;
    }

    /** Whether {@link #start} has binaries for this machine. */
    public static boolean canStart() {
        return System.getProperty("os.name").startsWith("Linux");
    }

    /**
     * Starts one on a free port with an empty database; takes some seconds. What it has acknowledged is on the disk, so it can be
     * killed.
     */
    public static PostgresServer start() throws IOException {
        return start("on");
    }

    private static PostgresServer start(String durability) throws IOException {
        Path home = Files.createTempDirectory("sojourn-postgres");
        EmbeddedPostgres server = builder(home, durability).start();
        return new PostgresServer(
                "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres", home, durability, server);
    }

    /** Whether there is a server to use or to start; {@link #runningOrStarted} fails otherwise. */
    public static boolean canUse() {
        return System.getProperty(URL) != null || canStart();
    }

    /**
     * The running server that the system properties name, or else one that is started, for tests that ask what is written and not
     * how long it lasts: that one forces nothing to the disk.
     */
    public static PostgresServer runningOrStarted() throws IOException {
        String running = System.getProperty(URL);
        return running == null ? start("off") : new PostgresServer(running, null, "", null);
    }

    /** Where its database is. */
    public String jdbcUrl() {
        return url;
    }

    /** Who may use the database, and make tables there. */
    public String user() {
        return System.getProperty("sojourn.postgres.user", "postgres");
    }

    /** The user's password; the test's own server takes any. */
    public String password() {
        return System.getProperty("sojourn.postgres.password", "postgres");
    }

    /** SIGKILL to the server and all its processes; returns when they are gone. */
    public void kill() {
        process().kill();
    }

    /** Starts it again after {@link #kill}, on the same port with the same data. */
    public void restart() throws IOException {
        EmbeddedPostgres killed = own();
        killed.close();
        server = builder(home(), durability).setPort(killed.getPort()).start();
    }

    /** SIGSTOP to the server and all its processes: connections stay open, and nobody answers. */
    public void pause() {
        process().pause();
    }

    /** Lets it go on after {@link #pause}. */
    public void resume() {
        process().resume();
    }

    /** Stops the test's own server and removes its data; a running one is left alone. */
    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
            try (Stream<Path> files = Files.walk(home())) {
                files.sorted(Comparator.reverseOrder()).forEach(PostgresServer::delete);
            }
            server = null;
        }
    }

    private static EmbeddedPostgres.Builder builder(Path home, String durability) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(home.resolve("data"))
                .setCleanDataDirectory(false)
                .setServerConfig("max_connections", "100")
                .setServerConfig("synchronous_commit", durability)
                .setServerConfig("fsync", durability)
                .setServerConfig("full_page_writes", durability)
                .setPGStartupWait(PATIENCE);
    }

    private ServerProcess process() {
        own();
        try {
            List<String> lines = Files.readAllLines(home().resolve("data").resolve("postmaster.pid"));
            return ServerProcess.of(Long.parseLong(lines.get(0).trim()));
        } catch (IOException failure) {
            throw new UncheckedIOException("the server does not run", failure);
        }
    }

    private EmbeddedPostgres own() {
        if (server == null) {
            throw new IllegalStateException("this server is not the test's own, or is closed; start one");
        }
        return server;
    }

    private Path home() {
        if (home == null) {
            throw new IllegalStateException("this server is not the test's own; start one");
        }
        return home;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
