package dev.sojourn.store.jdbc;

import dev.sojourn.session.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** What the databases say differently. */
enum Dialect {
    POSTGRESQL("PostgreSQL", " FOR UPDATE", " FOR UPDATE SKIP LOCKED") {
        @Override
        boolean taken(SQLException failure) {
            return "23505".equals(failure.getSQLState());
        }

        @Override
        boolean busy(SQLException failure) {
            return "40P01".equals(failure.getSQLState()) || "55P03".equals(failure.getSQLState());
        }
    },

    /** MySQL as well. */
    MARIADB("MariaDB", " FOR UPDATE", " FOR UPDATE SKIP LOCKED") {
        @Override
        boolean taken(SQLException failure) {
            return failure.getErrorCode() == 1062;
        }

        /** 1205: waited too long for a lock; 1020: the row has changed since the transaction began. */
        @Override
        boolean busy(SQLException failure) {
            return failure.getErrorCode() == 1205 || failure.getErrorCode() == 1020;
        }
    },

    /** One writer at a time: the first write of a transaction locks the database, and nobody needs to be skipped. */
    SQLITE("SQLite", "", "") {
        @Override
        boolean taken(SQLException failure) {
            String message = failure.getMessage();
            return base(failure) == 19 && message != null && message.contains("UNIQUE");
        }

        /** SQLITE_BUSY and SQLITE_LOCKED. */
        @Override
        boolean busy(SQLException failure) {
            return base(failure) == 5 || base(failure) == 6;
        }

        private int base(SQLException failure) {
            return failure.getErrorCode() & 0xff;
        }
    },

    /** It would lock all that a condition meets, in spite of a limit; who cleans at the same time waits for its turn instead. */
    H2("H2", " FOR UPDATE", "") {
        @Override
        boolean taken(SQLException failure) {
            return failure.getErrorCode() == 23505;
        }

        /** 50200: waited too long for a lock; 90131: the row was changed by another at the same time. */
        @Override
        boolean busy(SQLException failure) {
            return failure.getErrorCode() == 50200 || failure.getErrorCode() == 90131;
        }
    };

    private final String words;
    private final String lock;
    private final String lockFree;

    Dialect(String words, String lock, String lockFree) {
        this.words = words;
        this.lock = lock;
        this.lockFree = lockFree;
    }

    /** The dialect of the database at the other end. */
    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product.toLowerCase(Locale.ROOT)) {
            case "postgresql" -> POSTGRESQL;
            case "mariadb", "mysql" -> MARIADB;
            case "sqlite" -> SQLITE;
            case "h2" -> H2;
            default ->
                throw new StoreException("JdbcStore knows PostgreSQL, MariaDB, MySQL, SQLite and H2; given the "
                        + "database \"" + product + "\"");
        };
    }

    /** Whether the database forgets everything when it is closed. */
    boolean inMemory(Connection connection) throws SQLException {
        return switch (this) {
            case POSTGRESQL, MARIADB -> false;
            case SQLITE ->
                textOf(connection, "SELECT file FROM pragma_database_list WHERE name = 'main'")
                        .isEmpty();
            case H2 ->
                textOf(connection, "SELECT COALESCE(DATABASE_PATH(), '')").isEmpty();
        };
    }

    /** Where the schema stands among the resources. */
    String schema() {
        return "/META-INF/sojourn/sessions-" + name().toLowerCase(Locale.ROOT) + ".sql";
    }

    /** What a SELECT ends with to lock the rows that it reads until the end of the transaction. */
    String lock() {
        return lock;
    }

    /** The same, leaving out rows that others have locked. */
    String lockFree() {
        return lockFree;
    }

    /** Whether a connection can be told to give up on a server that does not answer. */
    boolean hasNetworkTimeout() {
        return this == POSTGRESQL || this == MARIADB;
    }

    /**
     * Whether a statement can be told to give up waiting. PostgreSQL's driver would ask the server over a second connection,
     * and wait long for the answer of one that hangs; H2 would keep the setting for the connection's other users.
     */
    boolean hasQueryTimeout() {
        return this == MARIADB || this == SQLITE;
    }

    /**
     * Whether transactions lock what is not there, unless they are told to read what is committed: at the default level many
     * who count for the first time would be each other's deadlock again and again.
     */
    boolean locksGaps() {
        return this == MARIADB;
    }

    /** Whether a row with that key was there already. */
    abstract boolean taken(SQLException failure);

    /** Whether the statement was refused because of others, and nothing of its transaction is written. */
    boolean refused(SQLException failure) {
        return "40001".equals(failure.getSQLState()) || busy(failure);
    }

    abstract boolean busy(SQLException failure);

    @Override
    public String toString() {
        return words;
    }

    private static String textOf(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            String text = rows.next() ? rows.getString(1) : null;
            return text == null ? "" : text;
        }
    }
}
