package dev.sojourn.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.testkit.store.ExpiryCleanupContract;
import dev.sojourn.testkit.store.SealedAtRestContract;
import dev.sojourn.testkit.store.SessionLimitContract;
import dev.sojourn.testkit.store.SessionStoreContract;
import dev.sojourn.testkit.store.SessionsByOwnerContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** The exam of the store, on the database that a subclass brings. */
abstract class JdbcStoreExam extends SessionStoreContract
        implements SessionsByOwnerContract, SessionLimitContract, ExpiryCleanupContract, SealedAtRestContract {

    private HikariDataSource pool;

    abstract HikariDataSource connect();

    @Override
    protected SessionStore open() throws Exception {
        pool = connect();
        return Pools.emptyStore(pool);
    }

    public SessionStore reopen() {
        pool.close();
        pool = connect();
        return JdbcStore.on(pool).createSchema();
    }

    /** Every column of every row of the session tables; a database in files is dumped by its files. */
    @Override
    public byte[] dump() throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Connection connection = pool.getConnection()) {
            dump(connection, "sojourn_sessions", all);
            dump(connection, "sojourn_places", all);
        }
        return all.toByteArray();
    }

    /** Every byte of every file in the directory of a database. */
    static byte[] filesIn(Path directory) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                all.writeBytes(Files.readAllBytes(file));
            }
        }
        return all.toByteArray();
    }

    HikariDataSource pool() {
        return pool;
    }

    private static void dump(Connection connection, String table, ByteArrayOutputStream all) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    if (rows.getObject(i) instanceof byte[] bytes) {
                        all.writeBytes(bytes);
                    } else {
                        all.writeBytes(String.valueOf(rows.getString(i)).getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
        }
    }

    @AfterEach
    void closePool() {
        if (pool != null) {
            pool.close();
        }
    }
}
