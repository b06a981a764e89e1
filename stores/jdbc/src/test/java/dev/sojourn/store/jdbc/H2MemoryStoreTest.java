package dev.sojourn.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;

class H2MemoryStoreTest extends JdbcStoreExam {

    @Override
    HikariDataSource connect() {
        return Pools.h2("mem:exam");
    }
}
