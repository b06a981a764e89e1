package dev.sojourn.demo;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.sojourn.login.password.PasswordHasher;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.Optional;
import java.util.UUID;

/** The shop's accounts, in an embedded SQL database file. Thread-safe. */
final class Users implements AutoCloseable {

    private static final String FIRST_NAME = "alice";
    private static final String FIRST_PASSWORD = "wonderland-1865";

    private final HikariDataSource database;
    private final PasswordHasher hasher;

    private Users(HikariDataSource database, PasswordHasher hasher) {
        this.database = database;
        this.hasher = hasher;
    }

    /** Opens the database of a directory; a new one gets its first account. */
    static Users in(Path directory, PasswordHasher hasher) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:file:" + directory.resolve("users").toAbsolutePath());
        config.setMaximumPoolSize(4);
        config.setPoolName("users");
        Users users = new Users(opened(config, directory), hasher);
        users.prepare();
        return users;
    }

    private static HikariDataSource opened(HikariConfig config, Path directory) {
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException failure) {
            throw new UsageException(
                    "--data: cannot open the users in " + directory + "; another demo may be running there", failure);
        }
    }

    private void prepare() {
        ask(
                "create table if not exists users (id varchar(36) primary key, name varchar(40) unique, password varchar(200))",
                PreparedStatement::execute);
        if (byName(FIRST_NAME).isEmpty()) {
            register(FIRST_NAME, FIRST_PASSWORD);
        }
    }

    /** A new account; empty when the name is taken. */
    Optional<User> register(String name, String password) {
        User user = new User(UUID.randomUUID().toString(), name, hasher.hash(password));
        boolean added = ask("insert into users (id, name, password) values (?, ?, ?)", insert -> {
            insert.setString(1, user.id());
            insert.setString(2, user.name());
            insert.setString(3, user.passwordHash());
            try {
                return insert.executeUpdate() == 1;
            } catch (SQLIntegrityConstraintViolationException taken) {
                return false;
            }
        });
        return added ? Optional.of(user) : Optional.empty();
    }

    /** Whose name and password these are; empty for a wrong password and an unknown name alike, and after the same work. */
    Optional<User> check(String name, String password) {
        Optional<User> user = byName(name);
        PasswordHasher.Verification result =
                hasher.verify(password, user.map(User::passwordHash).orElse(null));
        if (!result.matches()) {
            return Optional.empty();
        }
        return result.needsRehash() ? user.map(known -> keep(known, hasher.rehash(password))) : user;
    }

    /** The user with a new password. */
    User changePassword(User user, String password) {
        return keep(user, hasher.hash(password));
    }

    private User keep(User user, String hash) {
        ask("update users set password = ? where id = ?", update -> {
            update.setString(1, hash);
            update.setString(2, user.id());
            return update.executeUpdate();
        });
        return new User(user.id(), user.name(), hash);
    }

    Optional<User> byId(String id) {
        return find("select id, name, password from users where id = ?", id);
    }

    private Optional<User> byName(String name) {
        return find("select id, name, password from users where name = ?", name);
    }

    private Optional<User> find(String query, String value) {
        return ask(query, select -> {
            select.setString(1, value);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new User(row.getString(1), row.getString(2), row.getString(3)))
                        : Optional.<User>empty();
            }
        });
    }

    private <T> T ask(String sql, Work<T> work) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return work.with(statement);
        } catch (SQLException failure) {
            throw new IllegalStateException("the user database failed", failure);
        }
    }

    @Override
    public void close() {
        database.close();
    }

    private interface Work<T> {
        T with(PreparedStatement statement) throws SQLException;
    }
}
