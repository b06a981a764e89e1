package dev.sojourn.store.jdbc;

import dev.sojourn.session.store.InvalidRecordException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The statements on the table of sessions. Thread-safe. */
final class SessionTable {

    private static final String INSERT =
            "INSERT INTO sojourn_sessions (" + Rows.COLUMNS + ", origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String SELECT = "SELECT " + Rows.COLUMNS + " FROM sojourn_sessions";
    private static final String OF_KEY = " WHERE session_key = ? AND expires_at > ?";
    private static final String OF_OWNER = " WHERE owner = ? AND expires_at > ?";
    private static final String UPDATE = "UPDATE sojourn_sessions SET session_key = ?, version = ?, created_at = ?, "
            + "last_seen_at = ?, expires_at = ?, ends_at = ?, owner = ?, device = ?, attributes = ?"
            + " WHERE session_key = ? AND version = ? AND expires_at > ?";
    private static final String TOUCH = "UPDATE sojourn_sessions SET version = ?, created_at = ?, last_seen_at = ?, "
            + "expires_at = ?, ends_at = ?, owner = ?, device = ? WHERE session_key = ? AND version = ? AND expires_at > ?";
    private static final String DELETE = "DELETE FROM sojourn_sessions WHERE session_key = ?";
    private static final String DELETE_OF_OWNER = "DELETE FROM sojourn_sessions WHERE owner = ? AND session_key <> ?";

    private final Dialect dialect;
    private final Unreadable unreadable;

    /** Hears of rows that are no records. */
    interface Unreadable {
        void found(StoreKey key, String reason, Instant now);
    }

    SessionTable(Dialect dialect, Unreadable unreadable) {
        this.dialect = dialect;
        this.unreadable = unreadable;
    }

    Written insert(Lease lease, StoredSession session, long version) throws SQLException {
        try (PreparedStatement statement = lease.prepare(INSERT)) {
            Rows.bind(
                    statement,
                    session.key(),
                    version,
                    session.createdAt(),
                    session.lastSeenAt(),
                    session.expiresAt(),
                    session.endsAt(),
                    Rows.label(session.owner()),
                    Rows.label(session.device()),
                    session.attributes().bytes(),
                    session.key());
            return written(statement);
        }
    }

    @Nullable
    StoredSession find(Lease lease, StoreKey key, Instant now) throws SQLException {
        return first(lease, SELECT + OF_KEY, key, now);
    }

    /** As {@link #find}, and nobody else writes the row until the transaction ends. */
    @Nullable
    StoredSession lock(Lease lease, StoreKey key, Instant now) throws SQLException {
        if (dialect == Dialect.SQLITE) {
            try (PreparedStatement statement =
                    lease.prepare("UPDATE sojourn_sessions SET version = version WHERE session_key = ?")) {
                Rows.bind(statement, key);
                statement.executeUpdate();
            }
        }
        return first(lease, SELECT + OF_KEY + dialect.lock(), key, now);
    }

    List<StoredSession> ofOwner(Lease lease, String owner, Instant now) throws SQLException {
        List<StoredSession> found = new ArrayList<>();
        try (PreparedStatement statement = lease.prepare(SELECT + OF_OWNER)) {
            Rows.bind(statement, Rows.label(owner), now);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    StoredSession session = read(rows, now);
                    if (session != null) {
                        found.add(session);
                    }
                }
            }
        }
        return found;
    }

    /** Writes a record over the live row of that key and version, and moves it where the record's key is another. */
    Written update(Lease lease, StoreKey key, long version, StoredSession next, Instant now) throws SQLException {
        try (PreparedStatement statement = lease.prepare(UPDATE)) {
            Rows.bind(
                    statement,
                    next.key(),
                    next.version(),
                    next.createdAt(),
                    next.lastSeenAt(),
                    next.expiresAt(),
                    next.endsAt(),
                    Rows.label(next.owner()),
                    Rows.label(next.device()),
                    next.attributes().bytes(),
                    key,
                    version,
                    now);
            return written(statement);
        }
    }

    /** As {@link #update}, where key and attributes stay: they need not travel nor be written again. */
    Written touch(Lease lease, long version, StoredSession next, Instant now) throws SQLException {
        try (PreparedStatement statement = lease.prepare(TOUCH)) {
            Rows.bind(
                    statement,
                    next.version(),
                    next.createdAt(),
                    next.lastSeenAt(),
                    next.expiresAt(),
                    next.endsAt(),
                    Rows.label(next.owner()),
                    Rows.label(next.device()),
                    next.key(),
                    version,
                    now);
            return written(statement);
        }
    }

    int delete(Lease lease, StoreKey key) throws SQLException {
        return execute(lease, DELETE, key);
    }

    /** Removes the row of a key if it is dead. */
    int deleteDead(Lease lease, StoreKey key, Instant now) throws SQLException {
        return execute(lease, DELETE + " AND expires_at <= ?", key, now);
    }

    /** Removes the living of an owner, except one. */
    int deleteLiving(Lease lease, byte[] owner, byte[] except, Instant now) throws SQLException {
        return execute(lease, DELETE_OF_OWNER + " AND expires_at > ?", owner, except, now);
    }

    /** Removes all of an owner, the dead too: for a clock that is behind they may live. Except one. */
    int deleteAll(Lease lease, byte[] owner, byte[] except) throws SQLException {
        return execute(lease, DELETE_OF_OWNER, owner, except);
    }

    private Written written(PreparedStatement statement) throws SQLException {
        try {
            return statement.executeUpdate() == 1 ? Written.YES : Written.NO;
        } catch (SQLException failure) {
            if (dialect.taken(failure)) {
                return Written.TAKEN;
            }
            throw failure;
        }
    }

    private @Nullable StoredSession first(Lease lease, String sql, StoreKey key, Instant now) throws SQLException {
        try (PreparedStatement statement = lease.prepare(sql)) {
            Rows.bind(statement, key, now);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? read(rows, now) : null;
            }
        }
    }

    private @Nullable StoredSession read(ResultSet row, Instant now) throws SQLException {
        try {
            return Rows.read(row);
        } catch (InvalidRecordException invalid) {
            unreadable.found(
                    StoreKey.ofBytes(row.getBytes(1)), Objects.requireNonNullElse(invalid.getMessage(), ""), now);
            return null;
        }
    }

    private static int execute(Lease lease, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = lease.prepare(sql)) {
            Rows.bind(statement, values);
            return statement.executeUpdate();
        }
    }
}
