package dev.sojourn.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.session.store.Durable;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class SqliteStatementsTest extends StatementsExam {

    @TempDir
    Path directory;

    @Override
    HikariDataSource connect() {
        return Pools.sqlite(directory.resolve("statements.db"));
    }

    @Override
    SQLException deadlock() {
        return new SQLException("[SQLITE_BUSY_SNAPSHOT] Another connection modified the database", null, 517);
    }

    @Test
    void aDatabaseInMemoryIsNotDurable() {
        SQLiteDataSource memory = new SQLiteDataSource();
        memory.setUrl("jdbc:sqlite::memory:");
        assertThat(JdbcStore.on(memory).capability(Durable.class)).isEmpty();
    }

    @Test
    void aFileThatAnotherProcessHoldsIsAStoreExceptionInTimeForWritersAndNothingForReaders() throws SQLException {
        try (HikariDataSource pool = connect();
                Connection other = pool.getConnection();
                Statement statement = other.createStatement()) {
            JdbcStore store = JdbcStore.on(pool);
            StoredSession found = Sessions.saved(store.create(Sessions.session(), Sessions.NOW));
            statement.execute("BEGIN IMMEDIATE");
            long start = System.nanoTime();
            assertThatThrownBy(() -> store.save(found, Sessions.put("a", "1"), Sessions.NOW))
                    .isInstanceOf(StoreException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(4_500));
            assertThat(store.find(found.key(), Sessions.NOW)).contains(found);
            statement.execute("ROLLBACK");
        }
    }
}
