package dev.sojourn.docs;

import com.zaxxer.hikari.HikariConfig;
import dev.sojourn.event.EventListener;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.store.CachingStore;
import dev.sojourn.session.store.CallLimit;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.MigratingStore;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.store.file.Durability;
import dev.sojourn.store.file.FileStore;
import dev.sojourn.store.jcache.JCacheStore;
import dev.sojourn.store.jdbc.JdbcStore;
import dev.sojourn.store.memcached.MemcachedStore;
import dev.sojourn.store.redis.RedisStore;
import dev.sojourn.testkit.store.SessionStoreContract;
import java.nio.file.Path;
import java.time.Duration;
import javax.cache.CacheManager;
import javax.sql.DataSource;

/** What docs/stores.md shows. */
@SuppressWarnings("ClassCanBeStatic") // the test of a reader stands on its own
final class StoresSnippets {

    private StoresSnippets() {}

    static SessionManager inMemory() {
        // snippet: memory
        var sessions = SessionManager.in(MemoryStore.create()).build();
        // end
        return sessions;
    }

    static MemoryStore bounded() {
        // snippet: bounded
        MemoryStore store = MemoryStore.builder().maxSessions(200_000).build();
        // end
        return store;
    }

    static FileStore inFiles() {
        // snippet: files
        FileStore store = FileStore.at(Path.of("data/sessions"));
        // end
        return store;
    }

    static FileStore faster() {
        // snippet: faster
        FileStore store = FileStore.at(Path.of("data/sessions"), Durability.RENAME_ONLY, EventListener.logging());
        // end
        return store;
    }

    static SessionManager inDatabase(DataSource dataSource) {
        // snippet: database
        var store = JdbcStore.on(dataSource).createSchema();
        var sessions = SessionManager.in(store).build();
        // end
        return sessions;
    }

    static HikariConfig pool() {
        // snippet: pool
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://db/shop?options=-c%20statement_timeout=2000");
        config.setMaximumPoolSize(10);
        config.setConnectionTimeout(1_000);
        config.setValidationTimeout(1_000);
        // end
        return config;
    }

    static SessionManager onRedis() {
        // snippet: redis
        var store = RedisStore.connect("redis://127.0.0.1:6379");
        var sessions = SessionManager.in(store).build();
        // end
        return sessions;
    }

    static SessionManager onRedisCluster() {
        // snippet: redis-cluster
        var store = RedisStore.connect("redis-cluster://10.0.0.1:6379,10.0.0.2:6379,10.0.0.3:6379");
        var sessions = SessionManager.in(store).build();
        // end
        return sessions;
    }

    static SessionManager near() {
        // snippet: near
        var store = CachingStore.around(RedisStore.connect("redis://127.0.0.1:6379"));
        var sessions = SessionManager.in(store).build();
        // end
        return sessions;
    }

    static SessionManager inMemcached() {
        // snippet: memcached
        var store = MemcachedStore.connect("10.0.0.1:11211,10.0.0.2:11211");
        var sessions = SessionManager.in(store).build();
        // end
        return sessions;
    }

    static SessionManager inCache(CacheManager caches) {
        // snippet: jcache
        var cache = caches.createCache("sessions", JCacheStore.configuration(Duration.ofHours(12)));
        var sessions = SessionManager.in(JCacheStore.on(cache)).build();
        // end
        return sessions;
    }

    static void moving(SessionStore from, SessionStore to) {
        // snippet: moving
        SessionStore first = MigratingStore.preparing(from, to);
        SessionStore second = MigratingStore.moving(from, to);
        // end
    }

    static SessionManager withDeadline(SessionStore store) {
        // snippet: deadline
        var patient = CallLimit.builder(store).deadline(Duration.ofSeconds(2)).build();
        var sessions = SessionManager.in(patient).build();
        // end
        return sessions;
    }

    // snippet: exam
    class MyStoreTest extends SessionStoreContract {
        @Override
        protected SessionStore open() {
            return MyStore.open();
        }
    }
    // end

    interface MyStore {
        static SessionStore open() {
            return MemoryStore.create();
        }
    }
}
