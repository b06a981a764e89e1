package dev.sojourn.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedMariaDb.class)
class MariaDbStatementsTest extends StatementsExam {

    private static MariaDbServer server;

    @BeforeAll
    static void connectTo(MariaDbServer shared) {
        server = shared;
    }

    @Override
    HikariDataSource connect() {
        return server.connect();
    }

    @Override
    SQLException deadlock() {
        return new SQLException("Deadlock found when trying to get lock; try restarting transaction", "40001", 1213);
    }
}
