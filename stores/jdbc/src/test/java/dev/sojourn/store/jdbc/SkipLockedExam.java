package dev.sojourn.store.jdbc;

import static dev.sojourn.store.jdbc.Sessions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import org.junit.jupiter.api.Test;

/** Clearing away on a database that can leave out rows which somebody holds. */
abstract class SkipLockedExam extends CleanupExam {

    @Test
    void aDeadRowThatSomebodyHoldsIsLeftOutAndKeepsNobodyFromRemovingTheOthers() throws Exception {
        int dead = 2 * CleanupPass.BATCH + 1;
        insertDead(dead);
        try (HikariDataSource others = connect();
                Connection other = others.getConnection();
                PreparedStatement hold = other.prepareStatement(
                        "SELECT session_key FROM sojourn_sessions WHERE session_key = ? FOR UPDATE")) {
            other.setAutoCommit(false);
            hold.setBytes(1, ByteBuffer.allocate(32).putInt(dead / 2).array());
            assertThat(hold.executeQuery().next()).isTrue();

            assertThat(store().deleteExpired(NOW)).isEqualTo(dead - 1);
            assertThat(count("sojourn_sessions")).isEqualTo(1);
            other.rollback();
        }
        assertThat(store().deleteExpired(NOW)).isEqualTo(1);
    }
}
