package dev.sojourn.store.redis;

import static dev.sojourn.store.redis.Sessions.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.session.store.SaveResult.Taken;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.store.file.Durability;
import dev.sojourn.store.file.FileStore;
import dev.sojourn.testkit.store.ExpiryCleanupContract;
import dev.sojourn.testkit.store.NeighbouringReleases;
import dev.sojourn.testkit.store.SessionStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exam of a live move: every session begins in a file and is moved to Redis by whoever touches it first. */
class MoveToRedisTest extends SessionStoreContract implements ExpiryCleanupContract {

    private static RedisServer server;

    @TempDir
    Path directory;

    @BeforeAll
    static void startServer() throws IOException {
        server = RedisServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    /** At length the races are played between two stores in memory. */
    @Override
    public int rounds() {
        return Math.min(50, super.rounds());
    }

    /** The exam asks what is written, not how long it lasts; forcing each write of a file to disk would take minutes. */
    @Override
    protected SessionStore open() {
        return new NeighbouringReleases(
                FileStore.at(directory, Durability.RENAME_ONLY, event -> {}),
                RedisStore.builder(server.uri())
                        .prefix("exam-" + UUID.randomUUID() + ":")
                        .build());
    }

    /** Next keys are random: nobody asks for them in the store that is left, so the key in use is one of the store moved to. */
    @Test
    @Override
    public void aNewKeyInUseIsTakenAndBothSessionsStayAsTheyWere() {
        StoredSession found = moved("a");
        StoredSession used = moved("other");
        assertThat(store().renew(found, used.key(), put("b", "2"), start())).isEqualTo(new Taken());
        assertThat(store().find(found.key(), start())).contains(found);
        assertThat(store().find(used.key(), start())).contains(used);
    }

    private StoredSession moved(String owner) {
        StoredSession begun = Sessions.of(owner);
        store().create(begun, start());
        return store().find(begun.key(), start()).orElseThrow();
    }
}
