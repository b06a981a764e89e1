package dev.sojourn.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.servers.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo with its sessions in databases. */
class DatabaseTest {

    @TempDir
    Path data;

    private void tour(String url, DatabaseLogin login, String... shown) throws Exception {
        TourOfAPlace.take(data, SessionPlace.parse("--sessions", url, login), true, shown);
    }

    @Test
    void onPostgresql() throws Exception {
        try (PostgresServer server = PostgresServer.runningOrStarted()) {
            Path password = Files.writeString(data.resolve("password"), server.password() + "\n");
            tour(
                    server.jdbcUrl(),
                    new DatabaseLogin(server.user(), password),
                    "A row in PostgreSQL",
                    "select * from sojourn_sessions where session_key = '\\x",
                    "expires_at");
        }
    }

    @Test
    void inAnH2File() throws Exception {
        tour(
                "jdbc:h2:file:" + data.resolve("shop"),
                DatabaseLogin.NONE,
                "A row in H2",
                "session_key = X",
                "attributes");
    }

    @Test
    void inAnSqliteFile() throws Exception {
        Path file = data.resolve("shop.db");
        tour("jdbc:sqlite:" + file, DatabaseLogin.NONE, "A row in SQLite", "session_key = X", "attributes");

        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var tables = connection.getMetaData().getTables(null, null, "sojourn_sessions", null)) {
            assertThat(tables.next()).isTrue();
        }
    }
}
