package dev.sojourn.store.jdbc;

import ch.vorburger.exec.ManagedProcessException;
import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.testkit.store.DurableContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MariaDbStoreTest extends JdbcStoreExam implements DurableContract {

    private static MariaDbServer server;

    @BeforeAll
    static void startServer() throws ManagedProcessException {
        server = MariaDbServer.runningOrStarted();
    }

    @AfterAll
    static void stopServer() throws ManagedProcessException {
        server.close();
    }

    @Override
    HikariDataSource connect() {
        return server.connect();
    }
}
