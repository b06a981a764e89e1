package dev.sojourn.store.jdbc;

import dev.sojourn.session.token.StoreKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One walk over the dead in the order of their deadlines, in batches that are a short transaction each. Nodes that clean at
 * the same time leave each other's batches alone. For one thread.
 */
final class CleanupPass {

    /** How long the dead are left alone: other nodes' clocks may differ. */
    static final Duration GRACE = Duration.ofSeconds(60);

    static final int BATCH = 500;

    /** Nobody waits for a batch, and a disk that is busy may rightly let it take longer than a request. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final String SELECT = "SELECT session_key, expires_at FROM sojourn_sessions"
            + " WHERE expires_at >= ? AND expires_at < ? ORDER BY expires_at LIMIT " + BATCH;
    private static final String DELETE = "DELETE FROM sojourn_sessions WHERE session_key = ? AND expires_at < ?";

    private final Database database;
    private final Instant before;
    private long from = Long.MIN_VALUE;

    CleanupPass(Database database, Instant now) {
        this.database = database;
        this.before = now.minus(GRACE);
    }

    /** The next of the dead; takes how far the last batch went, and before when one has died. */
    static String batchOf(Dialect dialect) {
        return SELECT + dialect.lockFree();
    }

    /** Removes batch after batch until there is no full one or the thread is interrupted; answers how many rows. */
    int run() {
        int removed = 0;
        List<StoreKey> batch;
        do {
            batch = new ArrayList<>(BATCH);
            removed += next(batch);
        } while (batch.size() == BATCH && !Thread.currentThread().isInterrupted());
        return removed;
    }

    private int next(List<StoreKey> batch) {
        return database.inTransaction("clean up", System.nanoTime() + PATIENCE_NANOS, lease -> {
            batch.clear();
            long last = select(lease, batch);
            int removed = batch.isEmpty() ? 0 : delete(lease, batch);
            from = last;
            return removed;
        });
    }

    /** Fills the batch; answers the latest deadline in it. */
    private long select(Lease lease, List<StoreKey> batch) throws SQLException {
        long last = from;
        try (PreparedStatement statement = lease.prepare(batchOf(lease.dialect()))) {
            Rows.bind(statement, from, before);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    batch.add(StoreKey.ofBytes(rows.getBytes(1)));
                    last = rows.getLong(2);
                }
            }
        }
        return last;
    }

    /** By one key at a time, sent together: no database can think of another way than by the index of keys. */
    private int delete(Lease lease, List<StoreKey> batch) throws SQLException {
        try (PreparedStatement statement = lease.prepare(DELETE)) {
            for (StoreKey key : batch) {
                Rows.bind(statement, key, before);
                statement.addBatch();
            }
            int removed = 0;
            for (int count : statement.executeBatch()) {
                removed += count == Statement.SUCCESS_NO_INFO ? 1 : count;
            }
            return removed;
        }
    }
}
