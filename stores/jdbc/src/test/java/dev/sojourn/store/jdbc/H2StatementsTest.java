package dev.sojourn.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.session.store.Durable;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class H2StatementsTest extends StatementsExam {

    @Override
    HikariDataSource connect() {
        return Pools.h2("mem:statements");
    }

    @Override
    SQLException deadlock() {
        return new SQLException("Deadlock detected", "40001", 40001);
    }

    @Test
    void aDatabaseInMemoryIsNotDurableAndSaysWhy() {
        try (HikariDataSource pool = connect()) {
            JdbcStore store = JdbcStore.on(pool);
            assertThat(store.capability(Durable.class)).isEmpty();
            assertThat(store.whyNot(Durable.class)).contains("in memory").contains("use a database in files");
        }
    }
}
