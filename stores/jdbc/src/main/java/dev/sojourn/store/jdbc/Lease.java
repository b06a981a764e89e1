package dev.sojourn.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** A borrowed connection, given back as it came: no transaction open, its settings restored. For one thread. */
final class Lease implements AutoCloseable {

    /** Lets the database say by itself that it gives up, before the connection is cut. */
    private static final long LONGER_MILLIS = 500;

    private final Connection connection;
    private final Dialect dialect;
    private final long deadline;
    private final boolean transaction;
    private final boolean autoCommitBefore;
    private final int timeoutBefore;
    private final int isolationBefore;
    private boolean committed;

    /** @param transaction whether all statements are one transaction; each is its own otherwise */
    private Lease(Connection connection, Dialect dialect, boolean transaction, long deadline) throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        this.deadline = deadline;
        this.transaction = transaction;
        this.autoCommitBefore = connection.getAutoCommit();
        this.timeoutBefore = dialect.hasNetworkTimeout() ? connection.getNetworkTimeout() : 0;
        this.isolationBefore = setsIsolation() ? connection.getTransactionIsolation() : Connection.TRANSACTION_NONE;
    }

    /** @param deadline in {@link System#nanoTime} */
    static Lease of(DataSource source, Dialect dialect, boolean transaction, long deadline) throws SQLException {
        Connection connection = source.getConnection();
        Lease lease;
        try {
            lease = new Lease(connection, dialect, transaction, deadline);
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
        try {
            lease.begin();
            return lease;
        } catch (SQLException failure) {
            lease.close();
            throw failure;
        }
    }

    private void begin() throws SQLException {
        if (dialect.hasNetworkTimeout()) {
            connection.setNetworkTimeout(Runnable::run, (int) (millisLeft() + LONGER_MILLIS));
        }
        if (setsIsolation()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
        if (autoCommitBefore == transaction) {
            connection.setAutoCommit(!transaction);
        }
    }

    /** A statement that gives up at the deadline. */
    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        if (dialect.hasQueryTimeout()) {
            statement.setQueryTimeout((int) ((millisLeft() + 999) / 1000));
        }
        return statement;
    }

    Connection connection() {
        return connection;
    }

    Dialect dialect() {
        return dialect;
    }

    void commit() throws SQLException {
        if (transaction) {
            connection.commit();
        }
        committed = true;
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            if (connection.isClosed()) {
                return;
            }
            if (transaction && !committed) {
                connection.rollback();
            }
            if (autoCommitBefore == transaction) {
                connection.setAutoCommit(autoCommitBefore);
            }
            if (setsIsolation()) {
                connection.setTransactionIsolation(isolationBefore);
            }
            if (dialect.hasNetworkTimeout()) {
                connection.setNetworkTimeout(Runnable::run, timeoutBefore);
            }
        }
    }

    private boolean setsIsolation() {
        return transaction && dialect.locksGaps();
    }

    private long millisLeft() {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    }
}
