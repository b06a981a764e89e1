package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.testkit.store.InvalidationPushContract;
import dev.sojourn.testkit.store.SessionLimitContract;
import dev.sojourn.testkit.store.SessionStoreContract;
import dev.sojourn.testkit.store.SessionsByOwnerContract;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/** The exam, against a server that the machine has, or that runs already. */
abstract class InstalledServerExam extends SessionStoreContract
        implements SessionsByOwnerContract, SessionLimitContract, InvalidationPushContract {

    private static @Nullable RedisServer server;
    private static String uri = "";

    /** Where the machine has no such program, the exam is skipped. */
    static void start(String program) throws IOException {
        assumeTrue(RedisServer.installed(program), program + " is not installed on this machine");
        server = RedisServer.startInstalled(program);
        uri = server.uri();
    }

    static void use(String running) {
        uri = running;
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @Override
    protected SessionStore open() {
        return RedisStore.builder(uri).prefix("exam-" + UUID.randomUUID() + ":").build();
    }
}
