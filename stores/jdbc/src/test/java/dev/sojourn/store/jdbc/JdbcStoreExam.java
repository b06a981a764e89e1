package dev.sojourn.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.testkit.store.ExpiryCleanupContract;
import dev.sojourn.testkit.store.SessionLimitContract;
import dev.sojourn.testkit.store.SessionStoreContract;
import dev.sojourn.testkit.store.SessionsByOwnerContract;
import org.junit.jupiter.api.AfterEach;

/** The exam of the store, on the database that a subclass brings. */
abstract class JdbcStoreExam extends SessionStoreContract
        implements SessionsByOwnerContract, SessionLimitContract, ExpiryCleanupContract {

    private HikariDataSource pool;

    abstract HikariDataSource connect();

    @Override
    protected SessionStore open() throws Exception {
        pool = connect();
        return Pools.emptyStore(pool);
    }

    public SessionStore reopen() {
        pool.close();
        pool = connect();
        return JdbcStore.on(pool).createSchema();
    }

    @AfterEach
    void closePool() {
        if (pool != null) {
            pool.close();
        }
    }
}
