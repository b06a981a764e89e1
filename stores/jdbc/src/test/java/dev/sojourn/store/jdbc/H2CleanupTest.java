package dev.sojourn.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;

class H2CleanupTest extends CleanupExam {

    @Override
    HikariDataSource connect() {
        return Pools.h2("mem:cleanup");
    }
}
