package dev.sojourn.store.memcached;

import dev.sojourn.session.store.SessionStore;
import dev.sojourn.testkit.store.SealedAtRestContract;
import dev.sojourn.testkit.store.SessionStoreContract;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The exam, against Infinispan's server of the Memcached protocol, which every machine has. */
class InfinispanMemcachedTest extends SessionStoreContract implements SealedAtRestContract {

    private static InfinispanServer server;

    @BeforeAll
    static void startServer() throws IOException {
        server = InfinispanServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    protected SessionStore open() {
        return MemcachedStore.builder(server.address())
                .prefix("exam-" + UUID.randomUUID() + ":")
                .maxItemBytes(2 << 20)
                .build();
    }

    @Override
    public byte[] dump() {
        return server.dump();
    }
}
