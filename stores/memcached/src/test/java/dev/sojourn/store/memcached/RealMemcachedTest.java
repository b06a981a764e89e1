package dev.sojourn.store.memcached;

import dev.sojourn.servers.MemcachedServer;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.testkit.store.SealedAtRestContract;
import dev.sojourn.testkit.store.SessionStoreContract;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The exam, against the machine's own Memcached, or the servers that {@code -Dsojourn.memcached.servers} names. */
class RealMemcachedTest extends SessionStoreContract implements SealedAtRestContract {

    private static final @Nullable String RUNNING = System.getProperty("sojourn.memcached.servers");

    private static @Nullable MemcachedServer server;

    @BeforeAll
    static void startServer() throws IOException {
        if (RUNNING == null) {
            server = NeedsMemcached.start();
        }
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected SessionStore open() {
        return MemcachedStore.builder(servers())
                .prefix("exam-" + UUID.randomUUID() + ":")
                .maxItemBytes(2 << 20)
                .build();
    }

    @Override
    public byte[] dump() throws IOException {
        return Dump.of(servers());
    }

    private static String servers() {
        return server == null ? RUNNING : server.address();
    }
}
