package dev.sojourn.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.servers.PostgresServer;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.store.jdbc.JdbcStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalLong;

/** The store in an SQL database, behind a pool of 16 connections. */
final class DatabasePlace implements BenchmarkedStore {

    private static final int CONNECTIONS = 16;
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final HikariDataSource pool;
    private final JdbcStore store;
    private final Size size;
    private final AutoCloseable server;

    private DatabasePlace(String url, String user, String password, Size size, AutoCloseable server) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(WAIT.toMillis());
        config.setValidationTimeout(WAIT.toMillis());
        this.pool = new HikariDataSource(config);
        this.store = JdbcStore.on(pool).createSchema();
        this.size = size;
        this.server = server;
    }

    /** In this process; its bytes are those of the database's file, garbage of the last writes included. */
    static BenchmarkedStore h2(Path directory) {
        Size ofFile = statement -> {
            statement.execute("checkpoint sync");
            return DiskSpace.of(directory);
        };
        return new DatabasePlace(
                "jdbc:h2:file:" + directory.toAbsolutePath().resolve("sessions"), "sa", "", ofFile, () -> {});
    }

    /** On a server that is started here, or the one that system properties name; its bytes are table and indexes. */
    static BenchmarkedStore postgresql() {
        Size ofTable = statement -> {
            try (ResultSet row = statement.executeQuery("select pg_total_relation_size('sojourn_sessions')")) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        };
        try {
            PostgresServer server = PostgresServer.start();
            return new DatabasePlace(server.jdbcUrl(), server.user(), server.password(), ofTable, server);
        } catch (IOException failure) {
            throw new UncheckedIOException("PostgreSQL does not start", failure);
        }
    }

    /** How a database says what the sessions take. */
    private interface Size {
        OptionalLong ask(Statement statement) throws SQLException;
    }

    @Override
    public SessionStore store() {
        return store;
    }

    @Override
    public OptionalLong bytes() {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            return size.ask(statement);
        } catch (SQLException failure) {
            throw new IllegalStateException("the database does not say its size", failure);
        }
    }

    @Override
    public void close() {
        store.close();
        pool.close();
        Closing.of(server);
    }
}
