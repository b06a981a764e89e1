package dev.sojourn.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;

class H2CleanupTest extends CleanupExam {

    @Override
    HikariDataSource connect() {
        return Pools.h2("mem:cleanup");
    }

    /** A fifth of the others': it walks over what it has deleted, and takes its time. */
    @Override
    int veryMany() {
        return 20_000;
    }
}
