package dev.sojourn.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.servers.PostgresServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedPostgres.class)
class PostgresCleanupTest extends SkipLockedExam {

    private static PostgresServer server;

    @BeforeAll
    static void connectTo(PostgresServer shared) {
        server = shared;
    }

    @Override
    HikariDataSource connect() {
        return Pools.postgres(server);
    }
}
