package dev.sojourn.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.event.EventType;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What somebody sees, and can do, who holds the store and no token. */
class SealedAtRestTest {

    private static final SessionAttribute<String> USER = SessionAttribute.library("user", String.class);
    private static final String SECRET = "the-known-plaintext";

    private final MemoryStore store = MemoryStore.create();
    private final Managers kind = Managers.sealedAtRest(store);
    private final Browser browser = new Browser(kind.manager);

    @Test
    void theStoreHoldsNothingThatWasPut() {
        browser.visit(session -> session.put("note", SECRET));
        browser.visit(session -> session.put(USER, SECRET));
        browser.visit(session -> session.restart("alice", Set.of("note")));
        browser.visit(session -> session.put(USER, SECRET));
        assertThat(stored(browser).attributes().names()).containsExactly("$user", "note");
        assertThat(dump(stored(browser))).contains("note").doesNotContain(SECRET);
    }

    @Test
    void withoutItTheStoreHoldsWhatWasPut() {
        Browser plain = new Browser(Managers.stored(store).manager);
        plain.visit(session -> session.put("note", SECRET));
        assertThat(dump(store.find(StoreKey.of(token(plain), "app"), kind.clock.instant())
                        .orElseThrow()))
                .contains(SECRET);
    }

    @Test
    void everyAlteredBitMakesTheWholeSessionAbsentAndIsToldOnce() {
        browser.visit(session -> {
            session.put("first", 1);
            session.put("second", 2);
        });
        byte[] sealed = bytes(stored(browser), "second");
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] altered = sealed.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            rewrite(attributes -> attributes.put("second", altered));
            kind.events.clear();
            assertAbsent();
            assertThat(kind.events).singleElement().satisfies(event -> {
                assertThat(event.type()).isEqualTo(EventType.CRYPT_DECRYPT_FAIL);
                assertThat(event.handle()).isEqualTo(stored(browser).key().handle());
            });
        }
        rewrite(attributes -> attributes.put("second", sealed));
        assertThat(browser.names()).containsExactly("first", "second");
    }

    @Test
    void aShortenedOrPlainValueMakesTheSessionAbsent() {
        browser.visit(session -> session.put("first", 1));
        for (byte[] value : List.of(new byte[0], new byte[] {1}, new byte[27], new byte[28])) {
            rewrite(attributes -> attributes.put("first", value));
            assertAbsent();
        }
    }

    @Test
    void valuesSwappedBetweenNamesMakeTheSessionAbsent() {
        browser.visit(session -> {
            session.put("admin", false);
            session.put("newsletter", true);
        });
        rewrite(attributes ->
                attributes.put("admin", Objects.requireNonNull(attributes.put("newsletter", attributes.get("admin")))));
        assertAbsent();
    }

    @Test
    void aValueOrAWholeRecordOfAnotherSessionMakesTheSessionAbsent() {
        Browser other = new Browser(kind.manager);
        browser.visit(session -> session.put("user", "alice"));
        other.visit(session -> session.put("user", "mallory"));
        byte[] foreign = bytes(stored(other), "user");
        rewrite(attributes -> attributes.put("user", foreign));
        assertAbsent();
        assertThat(other.read("user", String.class)).isEqualTo("mallory");
    }

    @Test
    void theOwnersLabelInTheStoreSaysNothingAboutWhoIsSignedIn() {
        browser.visit(session -> {
            session.restart("alice", Set.of());
            session.put(USER, "alice");
        });
        StoredSession record = stored(browser);
        store.delete(record.key(), kind.clock.instant());
        StoredSession relabelled = new StoredSession(
                record.key(),
                record.attributes(),
                record.createdAt(),
                record.lastSeenAt(),
                record.expiresAt(),
                record.endsAt(),
                "mallory",
                null,
                null);
        store.create(relabelled, kind.clock.instant());
        browser.visit(session -> assertThat(session.get(USER)).isEqualTo("alice"));
    }

    @Test
    void whatWasStoredUnsealedIsAbsentOnceItIsOnAndTheOtherWayRound() {
        Managers plain = Managers.stored(store);
        Browser before = new Browser(plain.manager);
        before.visit(session -> session.put("n", 1));
        browser.visit(session -> session.put("n", 1));
        assertThat(new Browser(kind.manager, before.cookie()).anonymous()).isTrue();
        assertThat(new Browser(plain.manager, browser.cookie()).anonymous()).isTrue();
        assertThat(before.anonymous()).isFalse();
        assertThat(browser.anonymous()).isFalse();
    }

    @Test
    void whatIsNotChangedKeepsTheBytesThatAreStored() {
        browser.visit(session -> {
            session.put("list", List.of("a", "b"));
            session.put("theme", "dark");
        });
        StoredSession before = stored(browser);
        browser.visit(session -> {
            assertThat(session.get(SessionAttribute.listOf("list", String.class)))
                    .hasSize(2);
            session.put("theme", "dark");
            session.update("n", Long.class, 0L, n -> n + 1);
        });
        assertThat(bytes(stored(browser), "list")).isEqualTo(bytes(before, "list"));
        assertThat(bytes(stored(browser), "theme")).isEqualTo(bytes(before, "theme"));
        assertThat(kind.told(EventType.ATTRIBUTE_OVERWRITTEN)).isZero();
    }

    @Test
    void aRenewalSealsEverythingAnew() {
        browser.visit(session -> {
            session.put("one", 1);
            session.put("two", 2);
            session.put("three", 3);
        });
        StoredSession before = stored(browser);
        browser.visit(session -> {
            session.remove("three");
            session.put("four", 4);
            session.renew();
        });
        StoredSession after = stored(browser);
        assertThat(after.key()).isNotEqualTo(before.key());
        assertThat(bytes(after, "one")).isNotEqualTo(bytes(before, "one"));
        assertThat(browser.names()).containsExactly("four", "one", "two");
        assertThat(browser.read("two", Integer.class)).isEqualTo(2);
    }

    @Test
    void aRenewalThatMeetsAnotherWriterCarriesWhatThatOneWrote() {
        browser.visit(session -> session.put("n", 1L));
        Browser.Visit renewing = browser.begin();
        renewing.session().update("n", Long.class, n -> n + 1);
        renewing.session().renew();
        browser.copy().visit(session -> {
            session.put("other", "x");
            session.update("n", Long.class, n -> n + 10);
        });
        renewing.end();
        assertThat(browser.read("n", Long.class)).isEqualTo(12);
        assertThat(browser.read("other", String.class)).isEqualTo("x");
    }

    @Test
    void whatIsAlteredWhileARequestRunsEndsTheSessionForItToo() {
        browser.visit(session -> session.put("n", 1L));
        Browser.Visit visit = browser.begin();
        visit.session().update("n", Long.class, n -> n + 1);
        rewrite(attributes -> attributes.put("n", new byte[40]));
        assertThat(visit.end()).isEmpty();
        assertThat(kind.told(EventType.CRYPT_DECRYPT_FAIL)).isEqualTo(1);
        assertThat(kind.told(EventType.SESSION_GONE)).isEqualTo(1);
        assertAbsent();
    }

    @Test
    void theLimitCountsWhatIsStored() {
        SessionManager small =
                SessionManager.in(store).sealAtRest().maxSize(1024).build();
        Browser full = new Browser(small);
        String fits = "x".repeat(1024 - 28 - 8);
        full.visit(session -> session.put("a", fits));
        assertThatThrownBy(() -> new Browser(small).visit(session -> session.put("a", fits + "x".repeat(4))))
                .isInstanceOf(SessionTooLargeException.class);
    }

    private void assertAbsent() {
        Browser copy = browser.copy();
        copy.visit(session -> {
            assertThat(session.isNew()).isTrue();
            assertThat(session.names()).isEmpty();
            assertThat(session.get(USER)).isNull();
        });
    }

    /** What somebody with access to the store does. */
    private void rewrite(Consumer<Map<String, byte[]>> change) {
        StoredSession record = stored(browser);
        Map<String, byte[]> attributes = record.attributes().toMap();
        change.accept(attributes);
        store.delete(record.key(), kind.clock.instant());
        store.create(
                new StoredSession(
                        record.key(),
                        PackedAttributes.of(attributes),
                        record.createdAt(),
                        record.lastSeenAt(),
                        record.expiresAt(),
                        record.endsAt(),
                        record.owner(),
                        record.device(),
                        null),
                kind.clock.instant());
    }

    private StoredSession stored(Browser one) {
        return store.find(StoreKey.ofSealedRecord(token(one), "app"), kind.clock.instant())
                .orElseThrow();
    }

    private static SessionToken token(Browser one) {
        return SessionToken.parse(Objects.requireNonNull(one.cookie())).orElseThrow();
    }

    private static byte[] bytes(StoredSession record, String name) {
        return Objects.requireNonNull(record.attributes().get(name));
    }

    private static String dump(StoredSession record) {
        return new String(record.attributes().bytes(), StandardCharsets.ISO_8859_1);
    }
}
