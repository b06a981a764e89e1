package dev.sojourn.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.event.EventType;
import dev.sojourn.session.cookie.SessionCookie;
import dev.sojourn.session.seal.SealingKeys;
import dev.sojourn.session.store.MemoryStore;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for sessions that are sealed in the cookie. */
class SealedSessionTest {

    private final Managers kind = Managers.sealed();
    private final Browser browser = new Browser(kind.manager);

    @Test
    void threeSmallAttributesFitACookieHeaderOf250Bytes() {
        browser.visit(session -> {
            session.put("user", "alice");
            session.put("theme", "dark");
            session.put("visits", 17L);
        });
        assertThat("Cookie: " + browser.name() + "=" + browser.cookie()).hasSizeLessThanOrEqualTo(250);
    }

    @Test
    void aCookieThatDoesNotOpenIsTold() {
        new Browser(kind.manager, "A".repeat(300))
                .visit(session -> assertThat(session.isNew()).isTrue());
        assertThat(kind.told(EventType.CRYPT_DECRYPT_FAIL)).isEqualTo(1);
    }

    @Test
    void aSessionTooLargeForACookieIsATypedErrorAndTheOldCookieStays() {
        browser.visit(session -> session.put("name", "Alice"));
        String cookie = browser.cookie();
        Browser.Visit visit = browser.begin();
        visit.session().put("big", "x".repeat(4000));
        assertThatThrownBy(visit::end)
                .isInstanceOf(SessionTooLargeException.class)
                .hasMessageContaining("keep sessions in a store");
        assertThat(browser.cookie()).isEqualTo(cookie);
        assertThat(browser.names()).containsExactly("name");
    }

    @Test
    void aSessionThatJustFitsIsKeptAndTheCookieIsWithin4096Bytes() {
        int fits = 0;
        for (int length = 2900; length < 3020; length++) {
            int size = length;
            try {
                browser.visit(session -> session.put("text", "x".repeat(size)));
                fits = length;
            } catch (SessionTooLargeException tooLarge) {
                break;
            }
        }
        assertThat(fits).isGreaterThan(2900).isLessThan(3019);
        assertThat(browser.name().length() + browser.cookie().length()).isLessThanOrEqualTo(4096);
        assertThat(browser.read("text", String.class)).hasSize(fits);
    }

    @Test
    void theLengthOfTheCookieDoesNotTellTheLengthOfASmallSecret() {
        Set<Integer> lengths = new HashSet<>();
        for (int length = 1; length <= 40; length++) {
            Browser one = new Browser(kind.manager);
            String secret = "s".repeat(length);
            one.visit(session -> session.put("secret", secret));
            lengths.add(one.cookie().length());
        }
        assertThat(lengths).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aRotatedKeyLogsNobodyOutAndARetiredOneDoes(@TempDir Path directory) {
        SealingKeys keys = SealingKeys.inFile(directory.resolve("keys"));
        Managers rotating = Managers.sealed(keys);
        Browser visitor = new Browser(rotating.manager);
        visitor.visit(session -> session.put("name", "Alice"));
        String underOldKey = visitor.cookie();
        keys.rotate();
        assertThat(visitor.read("name", String.class)).isEqualTo("Alice");
        assertThat(visitor.cookie()).as("sealed again under the new key").isNotEqualTo(underOldKey);
        keys.keys().stream()
                .filter(key -> key.role() == SealingKeys.Role.PREVIOUS)
                .forEach(key -> keys.retire(key.id()));
        assertThat(visitor.read("name", String.class)).isEqualTo("Alice");
        assertThat(new Browser(rotating.manager, underOldKey).anonymous()).isTrue();
    }

    @Test
    void aCookieIsWorthNothingUnderAnotherNameOrApplication() {
        SealingKeys keys = Managers.keys(7);
        try (SessionManager shop =
                        SessionManager.inCookie(keys).application("shop").build();
                SessionManager forum =
                        SessionManager.inCookie(keys).application("forum").build();
                SessionManager renamed = SessionManager.inCookie(keys)
                        .application("shop")
                        .cookie(SessionCookie.standard().named("__Host-other"))
                        .build()) {
            Browser shopper = new Browser(shop);
            shopper.visit(session -> session.put("name", "Alice"));
            assertThat(new Browser(shop, shopper.cookie()).anonymous()).isFalse();
            assertThat(new Browser(forum, shopper.cookie()).anonymous()).isTrue();
            assertThat(new Browser(renamed, shopper.cookie()).anonymous()).isTrue();
        }
    }

    @Test
    void listingAndEndingByOwnerSaysWhyItCannot() {
        assertThatThrownBy(() -> kind.manager.endSessionsOf("alice"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("revocableIn");
        assertThatThrownBy(() -> kind.manager.endAllSessions())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("revocableIn");
    }

    @Test
    void theLogWarnsAtTheStartThatACopyOutlivesSigningOut() {
        SealedBuilder plain = SessionManager.inCookie(Managers.keys(1));
        assertThat(plain.warning()).contains("a copy of it stays valid");
        assertThat(plain.revocableIn(new DurableStore(MemoryStore.create())).warning())
                .isNull();
    }

    @Test
    void theIdInsideTheSealStaysUntilRenewed() {
        browser.visit(session -> session.put("n", 1));
        String handle = browser.handle();
        browser.visit(session -> session.put("n", 2));
        assertThat(browser.handle()).isEqualTo(handle);
        browser.visit(Session::renew);
        assertThat(browser.handle()).isNotEqualTo(handle);
    }
}
