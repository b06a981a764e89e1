package dev.sojourn.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.servers.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A Redis that answers, but does not do what it is asked, or has forgotten everything, while browsers write. */
class FailingRedisTest {

    private static final String BROWSERS = Load.WRITERS + " browsers writing";

    @Test
    void aRedisWithoutMemoryIs503ToWhoWritesAndForgetsNobody() throws Exception {
        RedisServer server = RedisServer.startDurable();
        try (Place place = new RedisPlace(server);
                Node node = Node.start(place);
                Load load = Load.on(node)) {
            server.command("CONFIG SET maxmemory 1");
            load.awaitRefusals();
            for (Writer writer : load.writers()) {
                assertThat(writer.signedIn(node)).isTrue();
            }
            load.signOutOne();
            server.command("CONFIG SET maxmemory 0");
            finish(load, "out of memory, `noeviction`", BROWSERS + "; who only reads is served");
        }
    }

    @Test
    void aReplicaThatIsReadOnlyIs503UntilItIsThePrimary() throws Exception {
        RedisServer primary = RedisServer.startDurable();
        try (RedisServer replica = RedisServer.start("--replicaof", "127.0.0.1", Integer.toString(primary.port()));
                WiredPlace place = WiredPlace.to(new RedisPlace(primary));
                Node node = Node.start(place);
                Load load = Load.on(node)) {
            replica.awaitFollowing();
            place.wire().leadTo(replica.port());
            for (Writer writer : load.writers()) {
                Awaiting.that("reading from the replica", () -> writer.signedIn(node));
            }
            load.awaitRefusals();
            load.signOutOne();
            replica.command("REPLICAOF NO ONE");
            finish(load, "read-only replica, promoted later", BROWSERS + "; who only reads is served");
        }
    }

    @Test
    void aRedisThatComesBackEmptyKnowsNobodyAndRevivesNobody() throws Exception {
        try (Place place = new RedisPlace(RedisServer.start());
                Node node = Node.start(place);
                Load load = Load.on(node)) {
            place.kill();
            load.awaitRefusals();
            load.signOutOne();
            place.restart();
            Duration wellAgain = load.awaitSaves(1);
            load.awaitSaves(25);
            Seen seen = load.end();
            Report.row("restarted empty", "Redis, in memory only", BROWSERS, seen.row(wellAgain));
            seen.assertRefusedInTime(wellAgain);
            assertThat(seen.signedOut()).isEqualTo(Load.WRITERS);
            for (Writer writer : load.writers()) {
                assertThat(writer.browser.get(node, "/me").body()).isEqualTo("nobody");
                assertThat(writer.browser.post(node, "/login?again").done()).isTrue();
                assertThat(writer.browser.get(node, "/me").body()).isEqualTo("again");
                assertThat(load.owner(writer.cookie())).isEqualTo("nobody");
            }
        }
    }

    private static void finish(Load load, String fault, String played) throws Exception {
        Duration wellAgain = load.awaitSaves(1);
        load.awaitSaves(25);
        Seen seen = load.end();
        Report.row(fault, "Redis", played, seen.row(wellAgain));
        seen.assertAnOutageAndNothingElse(wellAgain);
    }
}
