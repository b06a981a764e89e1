package dev.sojourn.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedMariaDb.class)
class MariaDbCleanupTest extends SkipLockedExam {

    private static MariaDbServer server;

    @BeforeAll
    static void connectTo(MariaDbServer shared) {
        server = shared;
    }

    @Override
    HikariDataSource connect() {
        return server.connect();
    }
}
