package dev.sojourn.store.jdbc;

import dev.sojourn.session.store.StoreException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * The database with its deadline: what it refuses because of others is done again until then, whatever else it fails at is a
 * {@link StoreException}. Thread-safe.
 */
final class Database {

    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long LONGEST_PAUSE_NANOS = 10_000_000;

    private final DataSource source;
    private final Dialect dialect;
    private final boolean inMemory;

    private Database(DataSource source, Dialect dialect, boolean inMemory) {
        this.source = source;
        this.dialect = dialect;
        this.inMemory = inMemory;
    }

    /** Asks the database who it is. */
    static Database at(DataSource source) {
        try (Connection connection = source.getConnection()) {
            Dialect dialect = Dialect.of(connection);
            boolean inMemory = dialect.inMemory(connection);
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            return new Database(source, dialect, inMemory);
        } catch (SQLException failure) {
            throw new StoreException(
                    "JdbcStore cannot ask the database who it is: is it up, and may it be used?", failure);
        }
    }

    Dialect dialect() {
        return dialect;
    }

    boolean inMemory() {
        return inMemory;
    }

    /** The moment until which a call that begins now may take, in {@link System#nanoTime}. */
    long deadline() {
        return System.nanoTime() + DEADLINE.toNanos();
    }

    /** Each statement of the work is a transaction of its own. */
    <T> T call(String doing, long deadline, SqlWork<T> work) {
        return untilDone(doing, false, deadline, work);
    }

    /** All statements of the work are one transaction. */
    <T> T inTransaction(String doing, long deadline, SqlWork<T> work) {
        return untilDone(doing, true, deadline, work);
    }

    private <T> T untilDone(String doing, boolean transaction, long deadline, SqlWork<T> work) {
        while (true) {
            try {
                return once(transaction, deadline, work);
            } catch (SQLException failure) {
                if (!dialect.refused(failure) || System.nanoTime() - deadline >= 0) {
                    throw failed(doing, failure);
                }
                LockSupport.parkNanos(RANDOM.nextLong(LONGEST_PAUSE_NANOS)); // or all would meet again
            }
        }
    }

    private <T> T once(boolean transaction, long deadline, SqlWork<T> work) throws SQLException {
        try (Lease lease = Lease.of(source, dialect, transaction, deadline)) {
            T result = work.run(lease);
            lease.commit();
            return result;
        }
    }

    private StoreException failed(String doing, SQLException failure) {
        String state = Objects.requireNonNullElse(failure.getSQLState(), "none");
        String hint = state.startsWith("42")
                ? "are the tables there? createSchema() makes them, or " + dialect.schema() + " of the jar"
                : "look at the database and at the pool of connections";
        return new StoreException(
                "JdbcStore on " + dialect + " failed to " + doing + " (SQLState " + state + ", code "
                        + failure.getErrorCode() + "): " + hint,
                failure);
    }
}
