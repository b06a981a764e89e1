package dev.sojourn.store.jdbc;

import static dev.sojourn.store.jdbc.Outages.assertFailsInTime;
import static dev.sojourn.store.jdbc.Outages.assertNothingCanBeWritten;
import static dev.sojourn.store.jdbc.Outages.assertWellAgain;
import static dev.sojourn.store.jdbc.Sessions.NOW;
import static dev.sojourn.store.jdbc.Sessions.bytes;
import static dev.sojourn.store.jdbc.Sessions.newKey;
import static dev.sojourn.store.jdbc.Sessions.put;
import static dev.sojourn.store.jdbc.Sessions.saved;
import static dev.sojourn.store.jdbc.Sessions.session;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.servers.PostgresServer;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A PostgreSQL server that is killed, hangs, or has others waiting. */
class PostgresFaultTest {

    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final int WRITERS = 8;

    private PostgresServer server;
    private HikariDataSource pool;
    private JdbcStore store;

    @BeforeEach
    void open() throws Exception {
        SharedPostgres.require(PostgresServer.canStart());
        server = PostgresServer.start();
        pool = Pools.postgres(server);
        store = Pools.emptyStore(pool);
    }

    @AfterEach
    void close() throws IOException {
        if (pool != null) {
            pool.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aServerKilledUnderLoadLosesNothingThatWasAcknowledgedAndIsUsedAgainWhenItIsBack() throws Exception {
        List<Writer> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            Writer writer = new Writer(store, saved(store.create(session(), NOW)));
            writers.add(writer);
            writer.start();
        }
        for (Writer writer : writers) {
            writer.wrote.await();
        }
        server.kill();
        for (Writer writer : writers) {
            writer.failed.await();
        }
        server.restart();
        for (Writer writer : writers) {
            writer.join();
        }
        for (Writer writer : writers) {
            assertThat(writer.slowest).isLessThan(DEADLINE.plusSeconds(2));
            StoredSession kept = store.find(writer.session.key(), NOW).orElseThrow();
            String number = new String(kept.attributes().get("number"), StandardCharsets.UTF_8);
            assertThat(Integer.parseInt(number)).isEqualTo(writer.acknowledged);
        }
    }

    @Test
    void aServerThatHangsIsAStoreExceptionInTimeAndIsUsedAgainWhenItGoesOn() {
        StoredSession found = saved(store.create(session(), NOW));
        server.pause();
        try {
            assertFailsInTime(() -> store.find(found.key(), NOW));
            assertFailsInTime(() -> store.save(found, put("a", "1"), NOW));
        } finally {
            server.resume();
        }
        assertThat(store.find(found.key(), NOW)).isPresent();
    }

    @Test
    void aServerThatIsReadOnlyRefusesWritesServesReadsAndForgetsNobody() throws SQLException {
        StoredSession found = saved(store.create(session(), NOW));
        HikariConfig config = new HikariConfig();
        pool.copyStateTo(config);
        config.setMaximumPoolSize(1); // or another connection than the one that is asked might not know yet
        try (HikariDataSource one = new HikariDataSource(config)) {
            JdbcStore store = JdbcStore.on(one);
            readOnly(one, "on");
            assertNothingCanBeWritten(store, found);
            assertThat(store.find(found.key(), NOW)).contains(found);
            assertThat(store.sessionsOf("alice", NOW)).containsExactly(found);
            readOnly(one, "off");
            assertWellAgain(store, found);
        }
    }

    /** As of a primary that became a standby: connections stay open, and hear of it soon. */
    private void readOnly(HikariDataSource source, String onOrOff) throws SQLException {
        Pools.execute(pool, "ALTER SYSTEM SET default_transaction_read_only = " + onOrOff, "SELECT pg_reload_conf()");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            long start = System.nanoTime();
            while (!shown(statement).equals(onOrOff)) {
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
            }
        }
    }

    private static String shown(Statement statement) throws SQLException {
        try (var rows = statement.executeQuery("SHOW default_transaction_read_only")) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void aRowThatSomebodyHoldsIsAStoreExceptionInTime() throws SQLException {
        StoredSession found = saved(store.create(session(), NOW));
        try (Connection other = holdingAllRows()) {
            assertFailsInTime(() -> store.save(found, put("a", "1"), NOW));
            assertThat(store.find(found.key(), NOW)).contains(found);
            other.rollback();
        }
        saved(store.save(found, put("b", "2"), NOW));
    }

    @Test
    void withAStatementTimeoutOfTheServerNothingIsWrittenAfterTheStoreHasGivenUp() throws SQLException {
        StoredSession found = saved(store.create(session(), NOW));
        HikariConfig config = new HikariConfig();
        pool.copyStateTo(config);
        config.addDataSourceProperty("options", "-c statement_timeout=2000");
        try (HikariDataSource bounded = new HikariDataSource(config);
                Connection other = holdingAllRows()) {
            JdbcStore giving = JdbcStore.on(bounded);
            assertFailsInTime(() -> giving.save(found, put("a", "1"), NOW));
            other.rollback();
        }
        assertThat(store.find(found.key(), NOW)).contains(found);
    }

    private Connection holdingAllRows() throws SQLException {
        Connection other = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
        other.setAutoCommit(false);
        try (Statement statement = other.createStatement()) {
            statement.execute("SELECT session_key FROM sojourn_sessions FOR UPDATE");
        }
        return other;
    }

    @Test
    void aPoolThatMakesEveryTransactionSerializableChangesNothing() throws Exception {
        HikariConfig config = new HikariConfig();
        pool.copyStateTo(config);
        config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        try (HikariDataSource strict = new HikariDataSource(config)) {
            JdbcStore serializable = JdbcStore.on(strict);
            StoredSession found = saved(serializable.create(session(), NOW));
            List<Callable<StoredSession>> saves = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                String name = "attribute " + i;
                saves.add(() -> saved(serializable.save(found, put(name, name), NOW)));
            }
            StatementsExam.inParallel(saves);
            assertThat(store.find(found.key(), NOW).orElseThrow().attributes().names())
                    .hasSize(WRITERS + 1);
            List<Boolean> places = StatementsExam.inParallel(
                    Collections.nCopies(WRITERS, () -> serializable.takePlace("bob", newKey(), null, 3, NOW)));
            assertThat(places).filteredOn(taken -> taken).hasSize(3);
        }
    }

    @Test
    void noTransactionStaysOpen() throws SQLException {
        StoredSession found = saved(store.create(session(), NOW));
        saved(store.save(found, put("a", "1"), NOW));
        saved(store.save(found, put("b", "2"), NOW));
        store.takePlace("bob", newKey(), null, 3, NOW);
        store.deleteExpired(NOW);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT COUNT(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'")) {
            rows.next();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    /** Counts up, telling how far it was acknowledged; goes on after failures, and stops a hundred writes after the first. */
    private static final class Writer extends Thread {

        private static final int MORE = 100;

        final CountDownLatch wrote = new CountDownLatch(MORE);
        final CountDownLatch failed = new CountDownLatch(1);
        final JdbcStore store;
        final StoredSession session;
        volatile int acknowledged;
        volatile Duration slowest = Duration.ZERO;

        Writer(JdbcStore store, StoredSession session) {
            this.store = store;
            this.session = session;
        }

        @Override
        public void run() {
            int after = 0;
            StoredSession found = session;
            for (int number = 1; after < MORE; ) {
                long start = System.nanoTime();
                try {
                    found = saved(store.save(found, put("number", "" + number), NOW));
                    assertThat(found.attributes().get("number")).isEqualTo(bytes("" + number));
                    acknowledged = number++;
                    wrote.countDown();
                    after += failed.getCount() == 0 ? 1 : 0;
                } catch (StoreException down) {
                    failed.countDown();
                }
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
            }
        }
    }
}
