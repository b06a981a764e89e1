package dev.sojourn.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.testkit.store.DurableContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2FileStoreTest extends JdbcStoreExam implements DurableContract {

    @TempDir
    Path directory;

    @Override
    HikariDataSource connect() {
        return Pools.h2("file:" + directory.resolve("exam").toAbsolutePath());
    }

    /** The file holds what was written before, too, as long as nobody has written over it. */
    @Override
    public byte[] dump() throws Exception {
        Pools.execute(pool(), "CHECKPOINT SYNC");
        return filesIn(directory);
    }
}
