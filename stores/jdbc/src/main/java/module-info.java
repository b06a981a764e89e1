/** Sessions in an SQL database. */
module dev.sojourn.store.jdbc {
    requires static transitive org.jspecify;
    requires transitive dev.sojourn.core;
    requires transitive java.sql;

    exports dev.sojourn.store.jdbc;
}
