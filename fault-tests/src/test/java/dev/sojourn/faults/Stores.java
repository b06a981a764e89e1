package dev.sojourn.faults;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.store.file.FileStore;
import dev.sojourn.store.jdbc.JdbcStore;
import dev.sojourn.store.redis.RedisStore;
import java.nio.file.Path;

/** Opens, inside a node, the store that it was started with. */
final class Stores {

    private Stores() {}

    static SessionStore open(String argument) {
        if (argument.startsWith("file:")) {
            return FileStore.at(Path.of(argument.substring("file:".length())));
        }
        if (argument.startsWith("redis:") || argument.startsWith("redis-cluster:")) {
            return RedisStore.connect(argument);
        }
        if (argument.startsWith("jdbc:")) {
            HikariConfig pool = new HikariConfig();
            pool.setJdbcUrl(argument);
            pool.setMaximumPoolSize(20);
            pool.setConnectionTimeout(1_000);
            pool.setValidationTimeout(1_000);
            return JdbcStore.on(new HikariDataSource(pool));
        }
        throw new IllegalArgumentException("no such place: " + argument);
    }
}
