package dev.sojourn.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.servers.RedisServer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's sessions move from files to Redis, release by release, and nobody notices. */
class MoveTest {

    private record Release(SessionPlace place, @Nullable Move move) {}

    @TempDir
    Path data;

    @Test
    void whoIsSignedInStaysSoFromFilesToRedis() throws Exception {
        try (RedisServer server = RedisServer.start()) {
            SessionPlace files = new FilePlace("sessions");
            ServerPlace redis = RedisPlace.parse("--sessions", server.uri());
            String signedIn = "";
            int inCart = 0;
            for (Release release : List.of(
                    new Release(files, null),
                    new Release(files, new Move(redis, Move.Phase.preparing)),
                    new Release(files, new Move(redis, Move.Phase.moving)),
                    new Release(redis, null))) {
                try (TestDemo demo = TestDemo.start(TestDemo.settings(data, release.place(), false, release.move()))) {
                    Visitor alice = demo.visitor();
                    if (signedIn.isEmpty()) {
                        alice.login();
                        signedIn = alice.cookie(Visitor.SESSION_COOKIE);
                    }
                    alice.setCookie(Visitor.SESSION_COOKIE, signedIn);
                    assertThat(alice.isSignedIn()).as("in %s", release).isTrue();
                    assertThat(alice.cartSize()).as("in %s", release).isEqualTo(inCart);
                    String places = release.move() == null
                            ? release.place().place()
                            : "A file on the server; once moved: A Redis server";
                    assertThat(alice.get("/inside").body()).contains("<h3>" + places + "</h3>");
                    alice.post("/cart", "item", "tea");
                    inCart++;
                }
            }
        }
    }
}
