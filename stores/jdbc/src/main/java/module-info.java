/** Sessions in an SQL database. */
module dev.sojourn.store.jdbc {
    requires static transitive org.jspecify;
    requires transitive dev.sojourn.core;

    exports dev.sojourn.store.jdbc;
}
