package dev.sojourn.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.event.EventType;
import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.ForwardingStore;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** A sealed session that no longer fits its cookie goes on in a store, and its visitor notices nothing. */
class SpillTest {

    private static final String LARGE = "x".repeat(5000);

    private final DurableStore store = new DurableStore(MemoryStore.create());
    private final Managers kind = Managers.spilling(store);
    private final Browser browser = new Browser(kind.manager);

    private void spill() {
        browser.visit(session -> session.put("name", "Alice"));
        browser.visit(session -> session.put("large", LARGE));
    }

    @Test
    void aSessionGrowsPastTheCookieAndKeepsItsContentAndHandle() {
        browser.visit(session -> session.put("name", "Alice"));
        String handle = browser.handle();
        assertThat(store.calls()).as("nothing is stored before").isZero();
        browser.visit(session -> session.put("large", LARGE));
        assertThat(browser.cookie()).hasSizeLessThanOrEqualTo(250);
        for (int visit = 0; visit < 5; visit++) {
            browser.visit(session -> session.update("visits", Long.class, 0L, n -> n + 1));
        }
        assertThat(browser.read("name", String.class)).isEqualTo("Alice");
        assertThat(browser.read("large", String.class)).isEqualTo(LARGE);
        assertThat(browser.read("visits", Long.class)).isEqualTo(5);
        assertThat(browser.handle()).isEqualTo(handle);
    }

    @Test
    void theStoreSeesNothingOfTheContentAndCannotAlterIt() {
        Map<StoreKey, StoredSession> records = new ConcurrentHashMap<>();
        SessionStore watched = new ForwardingStore(MemoryStore.create()) {
            @Override
            public SaveResult create(StoredSession session, Instant now) {
                records.put(session.key(), session);
                return super.create(session, now);
            }
        };
        Managers apart = Managers.spilling(watched);
        Browser visitor = new Browser(apart.manager);
        visitor.visit(session -> session.put("large", LARGE));
        StoredSession record = records.values().iterator().next();
        assertThat(new String(record.attributes().get("large"), StandardCharsets.ISO_8859_1))
                .doesNotContain("xxxx");
        watched.save(
                watched.find(record.key(), apart.clock.instant()).orElseThrow(),
                Changes.of(Map.of("large", new byte[5000]), Set.of(), apart.clock.instant(), record.expiresAt()),
                apart.clock.instant());
        assertThat(visitor.anonymous()).isTrue();
        assertThat(apart.told(EventType.CRYPT_DECRYPT_FAIL)).isEqualTo(1);
    }

    @Test
    void aFirstVisitMayBeTooLargeAtOnce() {
        browser.visit(session -> session.put("large", LARGE));
        assertThat(browser.read("large", String.class)).isEqualTo(LARGE);
    }

    @Test
    void theCookieStaysAsItIsWhileTheContentChanges() {
        spill();
        Browser.Visit visit = browser.begin();
        visit.session().put("name", "Bob");
        assertThat(visit.end()).isEmpty();
        assertThat(browser.read("name", String.class)).isEqualTo("Bob");
    }

    @Test
    void parallelRequestsThatChangeDifferentAttributesBothWin() {
        spill();
        Browser.Visit one = browser.begin();
        Browser.Visit two = browser.copy().begin();
        one.session().put("one", 1);
        one.session().update("n", Long.class, 0L, n -> n + 1);
        two.session().put("two", 2);
        two.session().update("n", Long.class, 0L, n -> n + 1);
        one.end();
        two.end();
        assertThat(browser.names()).containsExactly("large", "n", "name", "one", "two");
        assertThat(browser.read("n", Long.class)).isEqualTo(2);
    }

    @Test
    void anAnswerWithTheFormerCookieMayWinAndIsASessionLikeAnyOther() {
        browser.visit(session -> session.put("name", "Alice"));
        Browser former = browser.copy();
        browser.visit(session -> session.put("large", LARGE));
        former.visit(session -> session.put("late", 1));
        assertThat(former.names()).containsExactly("late", "name");
    }

    @Test
    void whatWasEmptiedReturnsToTheCookieWhenItIsRenewedAndNotBefore() {
        spill();
        browser.visit(session -> session.remove("large"));
        int calls = store.calls();
        assertThat(browser.read("name", String.class)).isEqualTo("Alice");
        assertThat(store.calls()).as("still in the store").isGreaterThan(calls);
        Browser spilled = browser.copy();
        browser.visit(Session::renew);
        calls = store.calls();
        assertThat(browser.read("name", String.class)).isEqualTo("Alice");
        assertThat(store.calls()).isEqualTo(calls);
        assertThat(spilled.anonymous()).isTrue();
    }

    @Test
    void whatIsStillTooLargeMovesToAnotherTokenWhenItIsRenewed() {
        spill();
        Browser former = browser.copy();
        browser.visit(Session::renew);
        assertThat(browser.read("large", String.class)).isEqualTo(LARGE);
        assertThat(former.anonymous()).isTrue();
    }

    @Test
    void aSignInLeavesTheLargeContentBehind() {
        spill();
        Browser former = browser.copy();
        browser.visit(session -> session.restart("alice", Set.of("name")));
        int calls = store.calls();
        assertThat(browser.names()).containsExactly("name");
        assertThat(store.calls()).isEqualTo(calls);
        assertThat(former.anonymous()).isTrue();
    }

    @Test
    void aWriteThatComesBetweenIsCarriedBackIntoTheCookie() {
        spill();
        browser.visit(session -> session.remove("large"));
        Browser.Visit renewing = browser.begin();
        renewing.session().renew();
        browser.copy().visit(session -> session.put("between", 1));
        renewing.end();
        assertThat(browser.names()).containsExactly("between", "name");
    }

    @Test
    void signingOutDeletesTheRecord() {
        spill();
        Browser thief = browser.copy();
        browser.visit(Session::destroy);
        assertThat(thief.anonymous()).isTrue();
        Browser again = new Browser(kind.manager, thief.cookie());
        again.visit(Session::destroy);
    }

    @Test
    void aSignOutThatMeetsARenewalWins() {
        spill();
        browser.visit(session -> session.remove("large"));
        Browser.Visit renewing = browser.begin();
        renewing.session().renew();
        browser.copy().visit(Session::destroy);
        renewing.end();
        assertThat(browser.anonymous()).isTrue();
    }

    @Test
    void whileTheStoreIsDownSpilledSessionsAreAnsweredWithAnErrorAndOthersGoOn() {
        Browser small = new Browser(kind.manager);
        small.visit(session -> session.put("name", "Bob"));
        spill();
        String cookie = browser.cookie();
        store.down = true;
        assertThatThrownBy(browser::names).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> small.visit(session -> session.put("large", LARGE)))
                .isInstanceOf(StoreException.class);
        assertThat(small.names()).containsExactly("name");
        store.down = false;
        assertThat(browser.cookie()).isEqualTo(cookie);
        assertThat(browser.names()).containsExactly("large", "name");
    }

    @Test
    void whatTheStoreForgotIsAnonymous() {
        DurableStore forgetful = new DurableStore(MemoryStore.create());
        Managers other = Managers.spilling(forgetful);
        spill();
        Browser moved = new Browser(other.manager, browser.cookie());
        assertThat(moved.anonymous()).isTrue();
    }

    @Test
    void itsRecordIsUsedAsLongAsTheSessionAndExpiresWithIt() {
        spill();
        for (int i = 0; i < 4; i++) {
            kind.clock.advance(Duration.ofMinutes(25));
            assertThat(browser.anonymous()).isFalse();
        }
        kind.clock.advance(Duration.ofMinutes(34));
        assertThat(browser.anonymous()).isTrue();
    }

    @Test
    void aSpilledCookieIsWorthNothingToAManagerWithoutTheStoreNorAltered() {
        spill();
        Managers without = Managers.sealed();
        Browser stranger = new Browser(without.manager, browser.cookie());
        assertThat(stranger.anonymous()).isTrue();
        assertThat(without.told(EventType.CRYPT_DECRYPT_FAIL)).isEqualTo(1);
        stranger.visit(Session::destroy);
        String cookie = browser.cookie();
        for (int i = 0; i < cookie.length(); i++) {
            char other = cookie.charAt(i) == 'A' ? 'B' : 'A';
            String altered = cookie.substring(0, i) + other + cookie.substring(i + 1);
            int calls = store.calls();
            assertThat(new Browser(kind.manager, altered).anonymous()).isTrue();
            assertThat(store.calls()).isEqualTo(calls);
        }
    }

    @Test
    void aRotatedKeySealsTheTokenAnew(@org.junit.jupiter.api.io.TempDir java.nio.file.Path directory) {
        var keys = dev.sojourn.session.seal.SealingKeys.inFile(directory.resolve("keys"));
        Browser visitor = new Browser(Managers.of(SessionManager.inCookie(keys).spillTo(store)).manager);
        visitor.visit(session -> session.put("large", LARGE));
        String before = visitor.cookie();
        keys.rotate();
        assertThat(visitor.read("large", String.class)).isEqualTo(LARGE);
        String after = visitor.cookie();
        assertThat(after).isNotEqualTo(before);
        assertThat(visitor.read("large", String.class)).isEqualTo(LARGE);
        assertThat(visitor.cookie()).as("once").isEqualTo(after);
    }

    @Test
    void aRenewalThatTheStoreCannotRecordLeavesContentAndCookieAsTheyWere() {
        DurableStore endings = new DurableStore(MemoryStore.create());
        Managers both = Managers.of(SessionManager.inCookie(Managers.keys(1))
                .revocableIn(endings, Duration.ofSeconds(5))
                .spillTo(store));
        Browser visitor = new Browser(both.manager);
        visitor.visit(session -> session.put("large", LARGE));
        Browser.Visit signingIn = visitor.begin();
        signingIn.session().restart("alice", Set.of("large"));
        signingIn.session().put("user", "alice");
        endings.down = true;
        assertThatThrownBy(signingIn::end).isInstanceOf(StoreException.class);
        endings.down = false;
        assertThat(visitor.names()).as("nothing of the sign-in").containsExactly("large");
        visitor.visit(Session::renew);
        assertThat(visitor.read("large", String.class)).isEqualTo(LARGE);
    }

    @Test
    void togetherWithRevocationEveryFormerCookieDies() {
        Managers both = Managers.of(SessionManager.inCookie(Managers.keys(1))
                .revocableIn(store, Duration.ofSeconds(5))
                .spillTo(store));
        Browser visitor = new Browser(both.manager);
        visitor.visit(session -> session.put("name", "Alice"));
        Browser small = visitor.copy();
        visitor.visit(session -> session.put("large", LARGE));
        Browser large = visitor.copy();
        visitor.visit(Session::renew);
        assertThat(small.anonymous()).isTrue();
        assertThat(large.anonymous()).isTrue();
        assertThat(visitor.read("large", String.class)).isEqualTo(LARGE);
        Browser thief = visitor.copy();
        visitor.visit(Session::destroy);
        assertThat(thief.anonymous()).isTrue();
        assertThat(both.told(EventType.SESSION_REVOKED)).isEqualTo(3);
    }
}
