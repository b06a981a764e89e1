package dev.sojourn.demo;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.store.jdbc.JdbcStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * In an SQL database.
 *
 * @param url what JDBC knows it by
 */
record DatabasePlace(String url, DatabaseLogin login) implements ServerPlace {

    private static final Duration WAIT = Duration.ofSeconds(1);

    @Override
    public String words() {
        return "kept in a database";
    }

    @Override
    public String place() {
        return "A row in a database";
    }

    @Override
    public String where() {
        return "the database at " + SessionPlace.withoutPassword(url);
    }

    @Override
    public Shelf open(Path data, Duration lifetime, Clock clock) {
        HikariDataSource pool = connected();
        try {
            return new DatabaseShelf(pool, JdbcStore.on(pool).createSchema());
        } catch (StoreException unusable) {
            pool.close();
            throw unusable;
        }
    }

    private HikariDataSource connected() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("sessions");
        config.setConnectionTimeout(WAIT.toMillis());
        config.setValidationTimeout(WAIT.toMillis());
        config.setUsername(login.user());
        config.setPassword(login.password());
        config.setJdbcUrl(url);
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException unreachable) {
            throw new StoreException("no connection", unreachable);
        } catch (RuntimeException noDriver) {
            // Without its cause, whose message would repeat the address with all that stands in it.
            throw new StoreException("no driver here knows it; the demo brings those of H2, PostgreSQL and SQLite");
        }
    }
}
