package dev.sojourn.store.jdbc;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventListener;
import dev.sojourn.event.EventType;
import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.Durable;
import dev.sojourn.session.store.ExpiryCleanup;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SaveResult.Stale;
import dev.sojourn.session.store.SaveResult.Taken;
import dev.sojourn.session.store.SessionLimit;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.SessionsByOwner;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sessions in an SQL database: PostgreSQL, MariaDB, MySQL, SQLite or H2. One statement to find, to create, to renew,
 * and to save where nobody interfered; no transaction stays open. The data source should be a pool of its own, outside any
 * transaction of the application's, whose waits for a connection and for its sign of life are each bounded to about a second.
 * Thread-safe.
 *
 * <p>Is {@link Durable} unless the database lives in memory. Rows that are no records count as absent, with an event {@code
 * STORE_RECORD_INVALID}. Labels of owner and device have at most 1024 bytes.
 */
public final class JdbcStore implements SessionStore, SessionsByOwner, SessionLimit, ExpiryCleanup {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Durable DURABLE = new Durable() {};
    private static final byte[] NO_KEY = new byte[0];

    private final Database database;
    private final SessionTable table;

    private JdbcStore(Database database, SessionTable table) {
        this.database = database;
        this.table = table;
    }

    /**
     * A store in the database behind a data source, which stays the caller's to close.
     *
     * @throws dev.sojourn.session.store.StoreException when the database cannot be asked who it is, or is none of those named
     */
    public static JdbcStore on(DataSource source) {
        return on(source, event -> {});
    }

    /**
     * A store in the database behind a data source, which stays the caller's to close.
     *
     * @param events hears of unreadable rows, besides the log
     * @throws dev.sojourn.session.store.StoreException when the database cannot be asked who it is, or is none of those named
     */
    public static JdbcStore on(DataSource source, EventListener events) {
        Database database = Database.at(source);
        EventListener all = EventListener.logging().and(events);
        SessionTable.Unreadable tell =
                (key, reason, now) -> all.on(new Event(EventType.STORE_RECORD_INVALID, now, key.handle(), reason));
        return new JdbcStore(database, new SessionTable(database.dialect(), tell));
    }

    /**
     * Makes the tables that are missing, by the statements of {@code META-INF/sojourn/sessions-<database>.sql} in this jar,
     * which migration tools may run instead.
     *
     * @return this store
     * @throws dev.sojourn.session.store.StoreException when the database refused
     */
    public JdbcStore createSchema() {
        database.call("create its tables", database.deadline(), Schema::create);
        return this;
    }

    @Override
    public SaveResult create(StoredSession session, Instant now) {
        long deadline = database.deadline();
        long version = RANDOM.nextLong() >>> 2;
        while (true) {
            Written written =
                    database.call("create a session", deadline, lease -> table.insert(lease, session, version));
            if (written == Written.YES) {
                return new Saved(session.withVersion(version));
            }
            if (!madeRoom(session.key(), now, deadline)) {
                return new Taken();
            }
        }
    }

    @Override
    public Optional<StoredSession> find(StoreKey key, Instant now) {
        return database.call(
                "find a session", database.deadline(), lease -> Optional.ofNullable(table.find(lease, key, now)));
    }

    @Override
    public SaveResult save(StoredSession found, Changes changes, Instant now) {
        long deadline = database.deadline();
        if (found.version() instanceof Long version && changes.expectationsHold(found)) {
            StoredSession next = changes.applyTo(found).withVersion(version + 1);
            Written written =
                    database.call("save a session", deadline, lease -> write(lease, version, next, changes, now));
            if (written == Written.YES) {
                return new Saved(next);
            }
        }
        return database.inTransaction("save a session", deadline, lease -> merge(lease, found, changes, now));
    }

    /** Once another has written: holds the row while it is read again and written. */
    private SaveResult merge(Lease lease, StoredSession found, Changes changes, Instant now) throws SQLException {
        StoredSession current = table.lock(lease, found.key(), now);
        if (current == null) {
            return new Gone();
        }
        if (!changes.expectationsHold(current)) {
            return new Stale(current);
        }
        if (!(current.version() instanceof Long version)) {
            throw new IllegalStateException("a row's version is a number");
        }
        StoredSession next = changes.applyTo(current).withVersion(version + 1);
        if (write(lease, version, next, changes, now) != Written.YES) {
            return new Gone();
        }
        return new Saved(next, version.equals(found.version()) ? Set.of() : changes.overwritten(found, current));
    }

    private Written write(Lease lease, long version, StoredSession next, Changes changes, Instant now)
            throws SQLException {
        boolean touch = changes.set().isEmpty() && changes.removed().isEmpty();
        return touch ? table.touch(lease, version, next, now) : table.update(lease, next.key(), version, next, now);
    }

    @Override
    public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
        long deadline = database.deadline();
        Written written = Written.NO;
        if (found.version() instanceof Long version && changes.expectationsHold(found)) {
            StoredSession moved = changes.applyTo(found).withKey(next).withVersion(version + 1);
            do {
                written = database.call(
                        "renew a session", deadline, lease -> table.update(lease, found.key(), version, moved, now));
            } while (written == Written.TAKEN && madeRoom(next, now, deadline));
            if (written == Written.YES) {
                return new Saved(moved);
            }
        }
        if (written == Written.TAKEN) {
            return new Taken();
        }
        Optional<StoredSession> current = find(found.key(), now);
        return current.isEmpty() ? new Gone() : new Stale(current.get());
    }

    /** Removes a dead row that holds a key; false where it is alive. */
    private boolean madeRoom(StoreKey key, Instant now, long deadline) {
        return database.call("remove a dead session", deadline, lease -> table.deleteDead(lease, key, now)) == 1;
    }

    @Override
    public void delete(StoreKey key, Instant now) {
        database.call("delete a session", database.deadline(), lease -> {
            Places.free(lease, key);
            return table.delete(lease, key);
        });
    }

    @Override
    public List<StoredSession> sessionsOf(String owner, Instant now) {
        return database.call(
                "list an owner's sessions", database.deadline(), lease -> table.ofOwner(lease, owner, now));
    }

    /** {@inheritDoc} A session that moves to another key meanwhile is ended as well. */
    @Override
    public int endSessionsOf(String owner, @Nullable StoreKey except, Instant now) {
        byte[] label = Rows.requiredLabel(owner);
        byte[] spared = except == null ? NO_KEY : except.bytes();
        AtomicInteger ended = new AtomicInteger();
        database.call("end an owner's sessions", database.deadline(), lease -> {
            Places.freeAll(lease, label);
            // Again until a pass finds none: a row that moves may be where this one has already looked.
            int removed;
            do {
                int living = table.deleteLiving(lease, label, spared, now);
                ended.addAndGet(living);
                removed = living + table.deleteAll(lease, label, spared);
            } while (removed > 0);
            return ended;
        });
        return ended.get();
    }

    @Override
    public boolean takePlace(String owner, StoreKey key, @Nullable StoreKey instead, int max, Instant now) {
        return database.inTransaction(
                "take a place", database.deadline(), lease -> Places.take(lease, owner, key, instead, max, now));
    }

    /** {@inheritDoc} Several nodes may clean at the same time; an interrupt ends the pass early. */
    @Override
    public int deleteExpired(Instant now) {
        int removed = new CleanupPass(database, now).run();
        database.call("clean up", database.deadline(), lease -> Places.deleteExpired(lease, now));
        return removed;
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        if (type == Durable.class) {
            return database.inMemory() ? Optional.empty() : Optional.of(type.cast(DURABLE));
        }
        return SessionStore.super.capability(type);
    }

    @Override
    public String whyNot(Class<?> capability) {
        if (capability == Durable.class) {
            return "keeps its sessions in a database in memory, which forgets them when it is closed: use a database "
                    + "in files or on a server";
        }
        return SessionStore.super.whyNot(capability);
    }

    @Override
    public String toString() {
        return "JdbcStore[" + database.dialect() + "]";
    }
}
