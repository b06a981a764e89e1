package dev.sojourn.store.jdbc;

import java.sql.SQLException;

/** Work on a borrowed connection. */
@FunctionalInterface
interface SqlWork<T> {
    T run(Lease lease) throws SQLException;
}
