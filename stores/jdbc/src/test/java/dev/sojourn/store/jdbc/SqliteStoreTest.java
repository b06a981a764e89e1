package dev.sojourn.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.testkit.store.DurableContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends JdbcStoreExam implements DurableContract {

    @TempDir
    Path directory;

    @Override
    HikariDataSource connect() {
        return Pools.sqlite(directory.resolve("exam.db"));
    }

    /** The log beside the database included, which holds what was written last, and before. */
    @Override
    public byte[] dump() throws Exception {
        return filesIn(directory);
    }
}
