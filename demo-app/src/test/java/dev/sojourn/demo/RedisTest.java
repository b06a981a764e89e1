package dev.sojourn.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.servers.RedisServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo with its sessions on Redis. */
class RedisTest {

    @TempDir
    Path data;

    @Test
    void theTour() throws Exception {
        try (RedisServer server = RedisServer.start()) {
            TourOfAPlace.take(
                    data,
                    SessionPlace.parse("--sessions", server.uri(), DatabaseLogin.NONE),
                    true,
                    "A hash on Redis",
                    "redis-cli -u " + server.uri() + " hgetall sojourn:s:");
        }
    }

    @Test
    void aSignOutOnOneDemoEndsTheSessionOnAnotherThatHadItNear(@TempDir Path others) throws Exception {
        try (RedisServer server = RedisServer.start()) {
            SignOutElsewhere.isSeen(data, others, SessionPlace.parse("--sessions", server.uri(), DatabaseLogin.NONE));
        }
    }

    @Test
    void twoDemosShareTheirVisitors(@TempDir Path others) throws Exception {
        try (RedisServer server = RedisServer.start()) {
            SessionPlace place = SessionPlace.parse("--sessions", server.uri(), DatabaseLogin.NONE);
            try (TestDemo one = TestDemo.start(TestDemo.settings(data, place));
                    TestDemo other = TestDemo.start(TestDemo.settings(others, place))) {
                Visitor here = one.visitor();
                here.post("/cart", "item", "tea");
                Visitor there = other.visitor();
                there.setCookie(Visitor.SESSION_COOKIE, here.cookie(Visitor.SESSION_COOKIE));

                assertThat(there.cartSize()).isEqualTo(1);
            }
        }
    }
}
