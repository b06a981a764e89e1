package dev.sojourn.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sojourn.servers.MemcachedServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo with its sessions on the machine's own Memcached; where there is none, skipped. */
class MemcachedTest {

    @TempDir
    Path data;

    private static MemcachedServer started() throws IOException {
        if (Boolean.getBoolean("sojourn.require.all")) {
            assertThat(MemcachedServer.installed()).as("memcached is installed").isTrue();
        }
        assumeTrue(MemcachedServer.installed(), "memcached is not installed on this machine");
        return MemcachedServer.start();
    }

    private static SessionPlace place(String servers) {
        return SessionPlace.parse("--sessions", "memcached://" + servers, DatabaseLogin.NONE);
    }

    @Test
    void theTour() throws Exception {
        try (MemcachedServer server = started()) {
            String[] address = server.address().split(":");
            TourOfAPlace.take(
                    data,
                    place(server.address()),
                    true,
                    "An item on Memcached",
                    "get sojourn:",
                    "| nc " + address[0] + " " + address[1],
                    "VALUE sojourn:",
                    "00000000: ");
        }
    }

    @Test
    void theItemIsShownFromWhicheverServerHasIt() throws Exception {
        try (MemcachedServer one = started();
                MemcachedServer other = MemcachedServer.start();
                TestDemo demo = TestDemo.start(TestDemo.settings(data, place(one.address() + "," + other.address())))) {
            for (int i = 0; i < 10; i++) {
                Visitor visitor = demo.visitor();
                visitor.post("/cart", "item", "tea");

                assertThat(visitor.get("/inside").body()).contains("VALUE sojourn:", "00000000: ");
            }
        }
    }

    @Test
    void twoDemosShareTheirVisitors(@TempDir Path others) throws Exception {
        try (MemcachedServer server = started();
                TestDemo one = TestDemo.start(TestDemo.settings(data, place(server.address())));
                TestDemo other = TestDemo.start(TestDemo.settings(others, place(server.address())))) {
            Visitor here = one.visitor();
            here.post("/cart", "item", "tea");
            Visitor there = other.visitor();
            there.setCookie(Visitor.SESSION_COOKIE, here.cookie(Visitor.SESSION_COOKIE));

            assertThat(there.cartSize()).isEqualTo(1);
        }
    }
}
