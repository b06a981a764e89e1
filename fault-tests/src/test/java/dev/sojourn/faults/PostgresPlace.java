package dev.sojourn.faults;

import dev.sojourn.servers.PostgresServer;
import dev.sojourn.store.jdbc.JdbcStore;
import java.io.IOException;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL with the tables of the store. */
final class PostgresPlace implements Place {

    private final PostgresServer server;

    private PostgresPlace(PostgresServer server) {
        this.server = server;
    }

    static PostgresPlace open() throws IOException {
        PostgresServer server = PostgresServer.start();
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(server.jdbcUrl());
        database.setUser(server.user());
        database.setPassword(server.password());
        JdbcStore.on(database).createSchema();
        return new PostgresPlace(server);
    }

    @Override
    public String argument() {
        return server.jdbcUrl() + "?user=" + server.user() + "&password=" + server.password();
    }

    @Override
    public void kill() {
        server.kill();
    }

    @Override
    public void restart() throws IOException {
        server.restart();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
