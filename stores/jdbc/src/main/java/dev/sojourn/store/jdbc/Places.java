package dev.sojourn.store.jdbc;

import dev.sojourn.session.token.StoreKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts an owner's sessions and the sign-ins under way, one caller at a time: who counts holds the owner's slot 0 until the
 * end of the transaction, since counting alone races at the isolation levels that databases have by default. A session is
 * known by its origin, which no renewal changes.
 */
final class Places {

    /** How long a sign-in may be under way. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final byte[] NOBODY = new byte[32];

    private static final String ENTER = "UPDATE sojourn_places SET taken_at = ? WHERE owner = ? AND slot = 0";
    private static final String INSERT =
            "INSERT INTO sojourn_places (owner, slot, holder, replaced, taken_at) VALUES (?, ?, ?, ?, ?)";
    private static final String FORGET = "DELETE FROM sojourn_places WHERE owner = ? AND slot > 0 AND taken_at <= ?";
    private static final String SELECT =
            "SELECT slot, holder, replaced, taken_at FROM sojourn_places WHERE owner = ? AND slot > 0 ORDER BY slot";
    private static final String LIVING =
            "SELECT session_key, origin, created_at FROM sojourn_sessions WHERE owner = ? AND expires_at > ?";
    private static final String ORIGIN = "SELECT origin FROM sojourn_sessions WHERE session_key = ?";
    private static final String FREE =
            "DELETE FROM sojourn_places WHERE holder IN (?, (SELECT origin FROM sojourn_sessions WHERE session_key = ?))";
    private static final String FREE_ALL = "DELETE FROM sojourn_places WHERE owner = ? AND slot > 0 AND EXISTS"
            + " (SELECT 1 FROM sojourn_sessions s WHERE s.owner = sojourn_places.owner"
            + " AND (s.session_key = sojourn_places.holder OR s.origin = sojourn_places.holder))";
    private static final String CLEAN_UP = "DELETE FROM sojourn_places WHERE taken_at < ?";

    /** A sign-in under way. */
    private record Place(int slot, StoreKey holder, StoreKey replaced, long takenAt) {}

    /** A session that the owner has. */
    private record Living(StoreKey key, StoreKey origin, long createdAt) {

        /** It appeared under the key that the place was taken for. */
        boolean appearedIn(Place place) {
            return place.holder.equals(key) || place.holder.equals(origin);
        }

        /** It was signed in to by the place, and has been renewed since. */
        boolean wentThrough(Place place) {
            return place.replaced.equals(origin) && !key.equals(origin) && createdAt > place.takenAt;
        }
    }

    private Places() {}

    /** In a transaction of its own: takes a place for a key unless the owner has {@code max} others already. */
    static boolean take(Lease lease, String name, StoreKey key, @Nullable StoreKey instead, int max, Instant now)
            throws SQLException {
        byte[] owner = Rows.requiredLabel(name);
        enter(lease, owner, now);
        execute(lease, FORGET, owner, now.minus(PATIENCE));
        // The places first: a session that appears meanwhile is in one of the two, and counted once.
        List<Place> places = places(lease, owner);
        List<Living> living = living(lease, owner, now);
        if (living.stream().anyMatch(session -> session.key.equals(key))
                || places.stream().anyMatch(place -> place.holder.equals(key))) {
            return true;
        }
        StoreKey replaced = instead == null ? key : originOf(lease, instead);
        if (count(places, living, instead) >= max) {
            return false;
        }
        execute(lease, INSERT, owner, freeSlot(places), key, replaced, now);
        return true;
    }

    /** Frees the place of a session that is about to be deleted. */
    static void free(Lease lease, StoreKey key) throws SQLException {
        execute(lease, FREE, key, key);
    }

    /** Frees the places of all sessions of an owner; sign-ins under way keep theirs. */
    static void freeAll(Lease lease, byte[] owner) throws SQLException {
        execute(lease, FREE_ALL, owner);
    }

    /** Removes what nobody waits for any more; answers how many rows. */
    static int deleteExpired(Lease lease, Instant now) throws SQLException {
        return execute(lease, CLEAN_UP, now.minus(PATIENCE).minus(CleanupPass.GRACE));
    }

    /** Waits until nobody else counts this owner's sessions. */
    private static void enter(Lease lease, byte[] owner, Instant now) throws SQLException {
        if (execute(lease, ENTER, now, owner) == 1) {
            return;
        }
        try {
            execute(lease, INSERT, owner, 0, NOBODY, NOBODY, now);
        } catch (SQLException failure) {
            if (lease.dialect().taken(failure)) {
                throw new SQLTransactionRollbackException("another has begun to count", "40001");
            }
            throw failure;
        }
    }

    /** A sign-in under way counts, and the session that it replaces does not, unless that is another's to replace. */
    private static int count(List<Place> places, List<Living> living, @Nullable StoreKey instead) {
        List<Place> underWay = new ArrayList<>(places);
        for (Living session : living) {
            boolean appeared = underWay.removeIf(session::appearedIn);
            if (!appeared) {
                underWay.stream().filter(session::wentThrough).findFirst().ifPresent(underWay::remove);
            }
        }
        underWay.removeIf(place -> same(place.holder, instead));
        Set<StoreKey> replaced = underWay.stream().map(Place::replaced).collect(Collectors.toSet());
        long staying = living.stream()
                .filter(session -> !same(session.key, instead) && !replaced.contains(session.origin))
                .count();
        return (int) staying + underWay.size();
    }

    private static boolean same(StoreKey key, @Nullable StoreKey other) {
        return other != null && key.equals(other);
    }

    private static int freeSlot(List<Place> places) {
        int slot = 1;
        for (Place place : places) {
            slot += place.slot == slot ? 1 : 0;
        }
        return slot;
    }

    private static List<Place> places(Lease lease, byte[] owner) throws SQLException {
        List<Place> places = new ArrayList<>();
        try (PreparedStatement statement = lease.prepare(SELECT)) {
            Rows.bind(statement, owner);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    places.add(new Place(rows.getInt(1), key(rows, 2), key(rows, 3), rows.getLong(4)));
                }
            }
        }
        return places;
    }

    private static List<Living> living(Lease lease, byte[] owner, Instant now) throws SQLException {
        List<Living> living = new ArrayList<>();
        try (PreparedStatement statement = lease.prepare(LIVING)) {
            Rows.bind(statement, owner, now);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    living.add(new Living(key(rows, 1), key(rows, 2), rows.getLong(3)));
                }
            }
        }
        return living;
    }

    private static StoreKey originOf(Lease lease, StoreKey key) throws SQLException {
        try (PreparedStatement statement = lease.prepare(ORIGIN)) {
            Rows.bind(statement, key);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? key(rows, 1) : key;
            }
        }
    }

    private static StoreKey key(ResultSet row, int column) throws SQLException {
        return StoreKey.ofBytes(row.getBytes(column));
    }

    private static int execute(Lease lease, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = lease.prepare(sql)) {
            Rows.bind(statement, values);
            return statement.executeUpdate();
        }
    }
}
