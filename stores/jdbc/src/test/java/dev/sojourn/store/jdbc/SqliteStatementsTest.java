package dev.sojourn.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.session.store.Durable;
import java.nio.file.Path;
import java.sql.SQLException;
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
}
