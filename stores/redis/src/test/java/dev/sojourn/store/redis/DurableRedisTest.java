package dev.sojourn.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.session.store.Durable;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.testkit.store.DurableContract;
import dev.sojourn.testkit.store.InvalidationPushContract;
import dev.sojourn.testkit.store.SessionLimitContract;
import dev.sojourn.testkit.store.SessionStoreContract;
import dev.sojourn.testkit.store.SessionsByOwnerContract;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The exam, against a Redis that has on its disk what it acknowledged, and is killed between two uses of it. */
class DurableRedisTest extends SessionStoreContract
        implements SessionsByOwnerContract, SessionLimitContract, InvalidationPushContract, DurableContract {

    private static RedisServer server;

    private final String prefix = "exam-" + UUID.randomUUID() + ":";

    @BeforeAll
    static void startServer() throws IOException {
        server = RedisServer.startDurable();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    /** Every write waits for the disk here; {@link RedisStoreTest} plays the races at length. */
    @Override
    public int rounds() {
        return Math.min(5, super.rounds());
    }

    @Override
    protected SessionStore open() {
        return RedisStore.builder(server.uri()).prefix(prefix).durable().build();
    }

    @Override
    public SessionStore reopen() throws IOException {
        server.kill();
        server.restart();
        return open();
    }

    @Test
    void aRedisThatNobodyDeclaredDurableClaimsNothingAndSaysWhatIsMissing() {
        try (RedisStore undeclared = RedisStore.connect(server.uri())) {
            assertThat(undeclared.capability(Durable.class)).isEmpty();
            assertThat(undeclared.whyNot(Durable.class)).contains("durable()", "append-only file", "noeviction");
        }
    }
}
