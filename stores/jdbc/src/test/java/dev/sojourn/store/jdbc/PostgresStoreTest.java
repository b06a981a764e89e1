package dev.sojourn.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.servers.PostgresServer;
import dev.sojourn.testkit.store.DurableContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresStoreTest extends JdbcStoreExam implements DurableContract {

    private static PostgresServer server;

    @BeforeAll
    static void startServer() throws IOException {
        server = PostgresServer.runningOrStarted();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @Override
    HikariDataSource connect() {
        return Pools.postgres(server);
    }
}
