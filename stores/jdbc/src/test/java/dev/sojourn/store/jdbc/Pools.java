package dev.sojourn.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.servers.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;

/** Pools as an application makes them, and tables made empty. */
final class Pools {

    private Pools() {}

    static HikariConfig settings() {
        HikariConfig config = new HikariConfig();
        config.setMaximumPoolSize(10);
        config.setConnectionTimeout(1_000);
        config.setValidationTimeout(1_000);
        return config;
    }

    static HikariDataSource postgres(PostgresServer server) {
        HikariConfig config = settings();
        config.setJdbcUrl(server.jdbcUrl());
        config.setUsername(server.user());
        config.setPassword(server.password());
        return new HikariDataSource(config);
    }

    static HikariDataSource h2(String where) {
        HikariConfig config = settings();
        config.setJdbcUrl("jdbc:h2:" + where);
        return new HikariDataSource(config);
    }

    /** Forcing each of an exam's writes to disk would take minutes. */
    static HikariDataSource sqlite(Path file) {
        HikariConfig config = settings();
        config.setJdbcUrl("jdbc:sqlite:" + file);
        config.addDataSourceProperty("journal_mode", SQLiteConfig.JournalMode.WAL.getValue());
        config.addDataSourceProperty("synchronous", SQLiteConfig.SynchronousMode.OFF.getValue());
        return new HikariDataSource(config);
    }

    /** A store whose tables are there and empty. */
    static JdbcStore emptyStore(DataSource source) throws SQLException {
        JdbcStore store = JdbcStore.on(source).createSchema();
        execute(source, "DELETE FROM sojourn_sessions", "DELETE FROM sojourn_places");
        return store;
    }

    static void execute(DataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
