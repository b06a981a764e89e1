package dev.sojourn.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that shows what the store holds: this visitor's session as the store's own tools see it, and nobody else's. */
class InsideTest {

    @TempDir
    Path data;

    private static StoreKey key(String cookie) {
        return StoreKey.of(SessionToken.parse(cookie).orElseThrow(), "demo");
    }

    @Test
    void theFileOfTheSessionIsShownAsHex() throws Exception {
        try (TestDemo demo = TestDemo.start(data, Kind.file)) {
            Visitor visitor = demo.visitor();
            visitor.post("/cart", "item", "tea");
            String token = visitor.cookie(Visitor.SESSION_COOKIE);

            String page = visitor.get("/inside").body();

            assertThat(page).contains("xxd -l 256", key(token).hex(), "00000000: ");
            assertThat(page).doesNotContain(token);
        }
    }

    @Test
    void theMemorysBytesAreShown() throws Exception {
        try (TestDemo demo = TestDemo.start(data, Kind.memory)) {
            Visitor visitor = demo.visitor();
            visitor.post("/cart", "item", "tea");

            assertThat(visitor.get("/inside").body()).contains("store.find(", "00000000: ", ".cart");
        }
    }

    @Test
    void noOtherSessionIsShownToWhoeverSendsASecondCookie() throws Exception {
        try (TestDemo demo = TestDemo.start(data, Kind.file)) {
            Visitor alice = demo.visitor();
            alice.login();
            Visitor visitor = demo.visitor();
            visitor.post("/cart", "item", "tea");
            String others = alice.cookie(Visitor.SESSION_COOKIE);
            String own = visitor.cookie(Visitor.SESSION_COOKIE);

            String page = visitor.send(visitor.request(demo.address() + "/inside")
                            .setHeader("Cookie", "__Host-sid=" + own + "; __Host-sid=" + others))
                    .body();

            assertThat(page.contains(key(others).hex()) && page.contains(key(own).hex()))
                    .as("one session is the request's, if any; the other is not looked up")
                    .isFalse();
        }
    }

    @Test
    void aVisitorWithoutASessionSeesNothingOfTheStore() throws Exception {
        try (TestDemo demo = TestDemo.start(data, Kind.file)) {
            Visitor visitor = demo.visitor();
            visitor.setCookie(Visitor.SESSION_COOKIE, SessionToken.random().revealText());

            assertThat(visitor.get("/inside").body()).contains("None yet").doesNotContain("xxd");
        }
    }
}
