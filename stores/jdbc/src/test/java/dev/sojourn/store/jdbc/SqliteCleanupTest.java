package dev.sojourn.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteCleanupTest extends CleanupExam {

    @TempDir
    Path directory;

    @Override
    HikariDataSource connect() {
        return Pools.sqlite(directory.resolve("cleanup.db"));
    }
}
