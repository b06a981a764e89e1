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

/** The store in an SQL database, behind a pool of 16 connections; it is filled without waiting for the disk. */
final class DatabasePlace implements BenchmarkedStore {

    private static final int CONNECTIONS = 16;

    /** Half a gigabyte: with 16 MB, its default, most of what is touched in a million sessions is read from the disk. */
    private static final int H2_CACHE_KILOBYTES = 1 << 19;

    private static final Duration WAIT = Duration.ofSeconds(1);

    /** Of those who fill it: a database that makes room on the disk meanwhile may let them wait. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HikariDataSource pool;
    private final HikariDataSource fillerPool;
    private final JdbcStore store;
    private final JdbcStore filler;
    private final Size size;
    private final AutoCloseable server;
    private final boolean filledInKeyOrder;

    /** @param filler the pool through which it is filled; the same one where there is no quicker way */
    private DatabasePlace(
            HikariDataSource pool, HikariDataSource filler, Size size, AutoCloseable server, boolean filledInKeyOrder) {
        this.pool = pool;
        this.fillerPool = filler;
        this.store = JdbcStore.on(pool).createSchema();
        this.filler = JdbcStore.on(filler);
        this.size = size;
        this.server = server;
        this.filledInKeyOrder = filledInKeyOrder;
    }

    private static HikariDataSource pool(String url, String user, String password, int connections, Duration wait) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(wait.toMillis());
        config.setValidationTimeout(wait.toMillis());
        return new HikariDataSource(config);
    }

    /** In this process; its bytes are those of the database's file, garbage of the last writes included. */
    static BenchmarkedStore h2(Path directory) {
        Size ofFile = statement -> {
            statement.execute("checkpoint sync");
            return DiskSpace.of(directory);
        };
        String url =
                "jdbc:h2:file:" + directory.toAbsolutePath().resolve("sessions") + ";CACHE_SIZE=" + H2_CACHE_KILOBYTES;
        // Writers get in each other's way there: one fills it more quickly than eight.
        return new DatabasePlace(
                pool(url, "sa", "", CONNECTIONS, WAIT), pool(url, "sa", "", 1, PATIENCE), ofFile, () -> {}, true);
    }

    /**
     * In this process, with a write-ahead log, each write forced to disk, through one connection since there is one writer at a
     * time anyway; its bytes are those of the database's files.
     */
    static BenchmarkedStore sqlite(Path directory) {
        Size ofFile = statement -> {
            statement.execute("pragma wal_checkpoint(truncate)");
            return DiskSpace.of(directory);
        };
        String url = "jdbc:sqlite:" + directory.toAbsolutePath().resolve("sessions") + "?journal_mode=WAL&synchronous=";
        return new DatabasePlace(
                pool(url + "FULL", "", "", 1, WAIT), pool(url + "OFF", "", "", 1, PATIENCE), ofFile, () -> {}, false);
    }

    /** On a server that is started here, with its usual durability; its bytes are table and indexes. */
    static BenchmarkedStore postgresql() {
        Size ofTable = statement -> {
            try (ResultSet row = statement.executeQuery("select pg_total_relation_size('sojourn_sessions')")) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        };
        try {
            PostgresServer server = PostgresServer.start();
            String unforced = server.jdbcUrl() + "?options=-c%20synchronous_commit=off";
            return new DatabasePlace(
                    pool(server.jdbcUrl(), server.user(), server.password(), CONNECTIONS, WAIT),
                    pool(unforced, server.user(), server.password(), CONNECTIONS, PATIENCE),
                    ofTable,
                    server,
                    false);
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
    public SessionStore filler() {
        return filler;
    }

    @Override
    public boolean filledInKeyOrder() {
        return filledInKeyOrder;
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
        filler.close();
        store.close();
        fillerPool.close();
        pool.close();
        Closing.of(server);
    }
}
