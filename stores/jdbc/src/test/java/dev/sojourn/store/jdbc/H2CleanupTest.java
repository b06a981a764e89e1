package dev.sojourn.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class H2CleanupTest extends CleanupExam {

    @Override
    HikariDataSource connect() {
        return Pools.h2("mem:cleanup");
    }

    /** A fifth of the others': its deletes take their time. */
    @Override
    int veryMany() {
        return 20_000;
    }

    @Test
    void aBatchReadsNoMoreThanItsOwnRowsHoweverManyAreDead() throws SQLException {
        insertDead(10 * CleanupPass.BATCH);
        try (HikariDataSource pool = connect();
                var connection = pool.getConnection();
                var plan = connection.prepareStatement("EXPLAIN ANALYZE " + CleanupPass.batchOf(Dialect.H2))) {
            plan.setLong(1, Long.MIN_VALUE);
            plan.setLong(2, Long.MAX_VALUE);
            try (var rows = plan.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).contains("scanCount: " + CleanupPass.BATCH + " ");
            }
        }
    }
}
