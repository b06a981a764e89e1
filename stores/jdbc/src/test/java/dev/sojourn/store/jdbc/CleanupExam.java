package dev.sojourn.store.jdbc;

import static dev.sojourn.store.jdbc.Sessions.NOW;
import static dev.sojourn.store.jdbc.Sessions.saved;
import static dev.sojourn.store.jdbc.Sessions.session;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.session.store.StoredSession;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clearing away very many dead, by several nodes at once. On the database that a subclass brings. */
abstract class CleanupExam {

    private HikariDataSource pool;
    private JdbcStore store;

    abstract HikariDataSource connect();

    JdbcStore store() {
        return store;
    }

    int veryMany() {
        return 100_000;
    }

    @BeforeEach
    void open() throws SQLException {
        pool = connect();
        store = Pools.emptyStore(pool);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void fourNodesAtOnceRemoveEachDeadSessionOnceAndNoLivingOne() throws Exception {
        insertDead(10_000);
        List<StoredSession> living = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            living.add(saved(store.create(session(NOW.minusSeconds(60)), NOW.minusSeconds(61))));
            living.add(saved(store.create(session(), NOW)));
        }
        List<Integer> removed = StatementsExam.inParallel(Collections.nCopies(4, () -> store.deleteExpired(NOW)));

        int byFour = removed.stream().mapToInt(Integer::intValue).sum();
        assertThat(byFour + store.deleteExpired(NOW)).isEqualTo(10_000);
        for (StoredSession session : living) {
            assertThat(store.find(session.key(), NOW.minusSeconds(61))).contains(session);
        }
    }

    @Test
    void veryManyDeadAreRemovedInBatches() throws SQLException {
        insertDead(veryMany());
        assertThat(store.deleteExpired(NOW)).isEqualTo(veryMany());
        assertThat(store.deleteExpired(NOW)).isZero();
    }

    @Test
    void anInterruptEndsThePassAfterABatch() throws SQLException {
        insertDead(2 * CleanupPass.BATCH);
        Thread.currentThread().interrupt();
        int removed = store.deleteExpired(NOW);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(removed).isEqualTo(CleanupPass.BATCH);
    }

    @Test
    void placesThatNobodyWaitsForAnyMoreAreRemoved() throws SQLException {
        store.takePlace("alice", Sessions.newKey(), null, 3, NOW);
        store.deleteExpired(NOW.plusSeconds(119));
        assertThat(count("sojourn_places")).isEqualTo(2);
        store.deleteExpired(NOW.plusSeconds(121));
        assertThat(count("sojourn_places")).isZero();
    }

    /** Some of the same moment, some not. */
    void insertDead(int count) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO sojourn_sessions (session_key, "
                        + "origin, version, created_at, last_seen_at, expires_at, ends_at, attributes)"
                        + " VALUES (?, ?, 1, 0, 0, ?, 0, ?)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < count; i++) {
                byte[] key = ByteBuffer.allocate(32).putInt(i).array();
                insert.setBytes(1, key);
                insert.setBytes(2, key);
                insert.setLong(3, NOW.minusSeconds(61).toEpochMilli() - i / 700);
                insert.setBytes(4, new byte[0]);
                insert.addBatch();
                if (i % 1_000 == 999) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    int count(String table) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT COUNT(*) FROM " + table);
                var rows = select.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
