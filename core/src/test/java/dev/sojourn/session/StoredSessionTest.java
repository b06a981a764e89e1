package dev.sojourn.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventType;
import dev.sojourn.session.Managers.Cart;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for sessions that are kept in a store, sealed there or not. */
@ParameterizedClass(name = "sealed at rest: {0}")
@ValueSource(booleans = {false, true})
class StoredSessionTest {

    private final FailingStore store = new FailingStore(MemoryStore.create());
    private final boolean sealedAtRest;
    private final Managers kind;
    private final Browser browser;

    StoredSessionTest(boolean sealedAtRest) {
        this.sealedAtRest = sealedAtRest;
        this.kind = kept(store);
        this.browser = new Browser(kind.manager);
    }

    private Managers kept(SessionStore place) {
        return sealedAtRest ? Managers.sealedAtRest(place) : Managers.stored(place);
    }

    @Test
    void theCookieStaysTheSameWhileTheTokenDoes() {
        browser.visit(session -> session.put("n", 1));
        Browser.Visit visit = browser.begin();
        visit.session().put("n", 2);
        assertThat(visit.end()).isEmpty();
    }

    @Test
    void aRequestCostsOneCallToReadAndOneMoreToWrite() {
        browser.visit(session -> session.put("n", 1));
        assertThat(store.calls.getAndSet(0)).isEqualTo(1);
        browser.visit(session -> session.get("n", Integer.class));
        assertThat(store.calls.getAndSet(0)).isEqualTo(1);
        browser.visit(session -> session.put("n", 2));
        assertThat(store.calls.getAndSet(0)).isEqualTo(2);
    }

    @Test
    void aRequestThatReadsCostsASecondCallOncePerTenthOfTheIdleTimeout() {
        browser.visit(session -> session.put("n", 1));
        for (int tenth = 0; tenth < 3; tenth++) {
            kind.clock.advance(Duration.ofMinutes(3).plusMillis(1));
            store.calls.set(0);
            browser.visit(session -> session.get("n", Integer.class));
            assertThat(store.calls.getAndSet(0)).isEqualTo(2);
            kind.clock.advance(Duration.ofMinutes(2));
            browser.visit(session -> session.get("n", Integer.class));
            assertThat(store.calls.getAndSet(0)).isEqualTo(1);
            kind.clock.advance(Duration.ofMinutes(-2));
        }
    }

    @Test
    void aSessionOverALimitThatWasLoweredIsUsedAndMadeSmallerButDoesNotGrow() {
        browser.visit(session -> {
            session.put("large", "x".repeat(3_000));
            session.put("small", "x");
        });
        SessionManager.Builder lowered =
                sealedAtRest ? SessionManager.in(store).sealAtRest() : SessionManager.in(store);
        Browser later = new Browser(
                lowered.clock(kind.clock).codec(Managers.CODEC).maxSize(1_024).build(), browser.cookie());
        kind.clock.advance(Duration.ofMinutes(25));
        assertThat(later.read("small", String.class)).isEqualTo("x");
        assertThatThrownBy(() -> later.visit(session -> session.put("more", "x")))
                .isInstanceOf(SessionTooLargeException.class);
        later.visit(session -> session.put("large", "x".repeat(2_000)));
        later.visit(session -> session.remove("large"));
        later.visit(session -> session.put("more", "x"));
        assertThat(later.names()).containsExactly("more", "small");
    }

    @Test
    void aCookieThatCannotBeATokenCostsNoCall() {
        for (String value : List.of("x", "A".repeat(42), "A".repeat(44), "A".repeat(42) + "B", "A".repeat(42) + "=")) {
            new Browser(kind.manager, value)
                    .visit(session -> assertThat(session.isNew()).isTrue());
        }
        assertThat(store.calls).hasValue(0);
    }

    @Test
    void aPutOfTheSameValueWritesNothing() {
        browser.visit(session -> session.put("theme", "dark"));
        store.calls.set(0);
        browser.visit(session -> session.put("theme", "dark"));
        assertThat(store.calls).hasValue(1);
    }

    @Test
    void parallelRequestsThatWriteDifferentAttributesBothWin() {
        browser.visit(session -> session.put("start", 1));
        Browser.Visit one = browser.begin();
        Browser.Visit other = browser.begin();
        one.session().put("one", 1);
        other.session().put("other", 2);
        one.end();
        other.end();
        assertThat(browser.names()).containsExactly("one", "other", "start");
        assertThat(kind.told(EventType.ATTRIBUTE_OVERWRITTEN)).isZero();
    }

    @Test
    void ofTheSameAttributeTheLastPutWinsAndIsTold() {
        browser.visit(session -> session.put("colour", "red"));
        Browser.Visit one = browser.begin();
        Browser.Visit other = browser.begin();
        one.session().put("colour", "green");
        other.session().put("colour", "blue");
        one.end();
        other.end();
        assertThat(browser.read("colour", String.class)).isEqualTo("blue");
        assertThat(kind.told(EventType.ATTRIBUTE_OVERWRITTEN)).isEqualTo(1);
    }

    @Test
    void parallelUpdatesOfOneAttributeBothCount() {
        browser.visit(session -> session.put("cart", new Cart()));
        Browser.Visit one = browser.begin();
        Browser.Visit other = browser.begin();
        one.session().update("n", Long.class, 0L, n -> n + 1);
        other.session().update("n", Long.class, 0L, n -> n + 1);
        other.session().update("cart", Cart.class, cart -> {
            cart.add("tea");
            return cart;
        });
        one.session().update("cart", Cart.class, cart -> {
            cart.add("cup");
            return cart;
        });
        one.end();
        other.end();
        assertThat(browser.read("n", Long.class)).isEqualTo(2L);
        assertThat(browser.read("cart", Cart.class).getItems()).containsExactly("cup", "tea");
        assertThat(kind.told(EventType.ATTRIBUTE_OVERWRITTEN)).isZero();
    }

    @Test
    void anUpdateThatThrowsOnTheCurrentValueWritesNothing() {
        browser.visit(session -> session.put("stock", 1));
        Browser.Visit one = browser.begin();
        Browser.Visit other = browser.begin();
        for (Browser.Visit visit : List.of(one, other)) {
            visit.session().put("seen", true);
            visit.session().update("stock", Integer.class, n -> {
                if (n == 0) {
                    throw new IllegalArgumentException("sold out");
                }
                return n - 1;
            });
        }
        one.end();
        other.session().put("by", "the other");
        assertThatThrownBy(other::end).hasMessage("sold out");
        assertThat(browser.read("stock", Integer.class)).isZero();
        assertThat(browser.names()).doesNotContain("by");
    }

    @Test
    void aRequestThatFinishesAfterLogoutDoesNotBringTheSessionBack() {
        browser.visit(session -> session.put("name", "Alice"));
        Browser slow = browser.copy();
        Browser.Visit late = slow.begin();
        late.session().put("late", 1);
        browser.visit(Session::destroy);
        assertThat(late.end()).isEmpty();
        assertThat(slow.anonymous()).isTrue();
        assertThat(kind.told(EventType.SESSION_GONE)).isEqualTo(1);
    }

    @Test
    void aLogoutTakesEffectWhenItIsCalled() {
        browser.visit(session -> session.put("name", "Alice"));
        Browser copy = browser.copy();
        browser.begin().session().destroy();
        assertThat(copy.anonymous()).isTrue();
    }

    @Test
    void aRequestHeldOpenAcrossARenewalNeitherWritesNorSendsACookie() {
        browser.visit(session -> session.put("name", "Alice"));
        Browser.Visit slow = browser.copy().begin();
        slow.session().put("late", 1);
        browser.visit(Session::renew);
        assertThat(slow.end()).isEmpty();
        assertThat(browser.names()).containsExactly("name");
    }

    @Test
    void aRenewalCarriesWhatAnotherRequestWroteMeanwhile() {
        browser.visit(session -> session.put("name", "Alice"));
        Browser.Visit renewal = browser.begin();
        renewal.session().renew();
        browser.copy().visit(session -> session.put("meanwhile", 1));
        renewal.end();
        assertThat(browser.names()).containsExactly("meanwhile", "name");
    }

    @Test
    void aSignInDropsWhatAnotherRequestWroteMeanwhile() {
        browser.visit(session -> session.put("name", "Alice"));
        Browser.Visit signIn = browser.begin();
        signIn.session().restart("alice", Set.of("cart"));
        signIn.session().put("greeting", "hello");
        browser.copy().visit(session -> session.put("planted", 1));
        signIn.end();
        assertThat(browser.names()).containsExactly("greeting");
    }

    @Test
    void theCookieFromBeforeASignInIsDead() {
        browser.visit(session -> session.put("name", "Alice"));
        Browser thief = browser.copy();
        browser.visit(session -> {
            session.restart("alice", Set.of("name"));
            session.put("in", true);
        });
        assertThat(thief.names()).isEmpty();
        assertThat(browser.names()).containsExactly("in", "name");
    }

    @Test
    void aDoubleClickedSignInSignsInWithNothingCarriedOver() {
        browser.visit(session -> session.put("cart", "tea"));
        Browser second = browser.copy();
        Browser.Visit late = second.begin();
        late.session().restart("alice", Set.of("cart"));
        late.session().put("in", true);
        browser.visit(session -> {
            session.restart("alice", Set.of("cart"));
            session.put("in", true);
        });
        assertThat(late.end()).isPresent();
        assertThat(second.names()).containsExactly("in");
        assertThat(browser.names()).containsExactly("cart", "in");
    }

    @Test
    void sessionsOfAnOwnerAreListedAndEnded() {
        MemoryStore memory = MemoryStore.create();
        Managers owned = kept(memory);
        Browser phone = new Browser(owned.manager);
        Browser desk = new Browser(owned.manager);
        for (Browser one : List.of(phone, desk)) {
            one.visit(session -> {
                session.restart("alice", Set.of());
                session.put("in", true);
            });
        }
        String handle = phone.handle();
        assertThat(owned.manager.sessionsOf("alice"))
                .hasSize(2)
                .extracting(SessionInfo::handle)
                .contains(handle);
        owned.manager.endSessionsOf("alice");
        assertThat(phone.anonymous()).isTrue();
        assertThat(desk.anonymous()).isTrue();
    }

    @Test
    void everyListenerThatWasGivenHearsOfEvents() {
        List<Event> one = new ArrayList<>();
        List<Event> other = new ArrayList<>();
        SessionManager manager = SessionManager.in(MemoryStore.create())
                .events(one::add)
                .events(other::add)
                .build();
        new Browser(manager).visit(session -> session.put("name", "Alice"));
        assertThat(one).hasSize(1).isEqualTo(other);
    }

    @Test
    void aStoreThatCannotListByOwnerSaysSo() {
        assertThatThrownBy(() -> kind.manager.sessionsOf("alice"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("FailingStore");
    }

    @Test
    void anOutageLogsNobodyOut() {
        browser.visit(session -> session.put("name", "Alice"));
        String cookie = browser.cookie();
        store.down = true;
        Browser.Visit during = browser.begin();
        assertThatThrownBy(() -> during.session().get("name", String.class)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> during.session().put("name", "Eve")).isInstanceOf(StoreException.class);
        assertThat(store.calls).as("one request asks a failing store once").hasValue(2);
        assertThat(during.end()).isEmpty();
        store.down = false;
        Browser.Visit visit = browser.begin();
        visit.session().put("name", "Bob");
        store.down = true;
        assertThatThrownBy(visit::end).isInstanceOf(StoreException.class);
        store.down = false;
        assertThat(browser.cookie()).isEqualTo(cookie);
        assertThat(browser.read("name", String.class)).isEqualTo("Alice");
        assertThat(kind.told(EventType.STORE_FAILED)).isEqualTo(2);
    }

    @Test
    void aLogoutDuringAnOutageClearsTheCookieAndIsMadeUpForLater() throws InterruptedException {
        browser.visit(session -> session.put("name", "Alice"));
        Browser copy = browser.copy();
        Browser.Visit logout = browser.begin();
        store.down = true;
        assertThatThrownBy(() -> logout.session().destroy()).isInstanceOf(DestroyPendingException.class);
        assertThat(logout.end().orElseThrow().headerValue()).contains("Max-Age=0");
        store.down = false;
        assertThat(store.deleted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(copy.anonymous()).isTrue();
    }

    @Test
    void aWriteWhoseOutcomeIsUnknownIsNotSentAgain() {
        browser.visit(session -> session.put("n", 1L));
        Browser.Visit visit = browser.begin();
        visit.session().update("n", Long.class, 0L, n -> n + 1);
        store.answerLost = true;
        assertThatThrownBy(() -> visit.session().commit()).isInstanceOf(StoreException.class);
        store.answerLost = false;
        assertThatThrownBy(visit::end).isInstanceOf(StoreException.class);
        assertThat(browser.read("n", Long.class)).isEqualTo(2L);
    }

    @Test
    void afterAnEarlyCommitValuesAreReadAnewAndAPutCounts() {
        browser.visit(session -> session.put("v", "A"));
        Browser.Visit visit = browser.begin();
        assertThat(visit.session().get("v", String.class)).isEqualTo("A");
        visit.session().put("w", 1);
        browser.copy().visit(session -> session.put("v", "B"));
        visit.session().commit();
        assertThat(visit.session().get("v", String.class)).isEqualTo("B");
        visit.session().put("v", "A");
        visit.end();
        assertThat(browser.read("v", String.class)).isEqualTo("A");
    }

    @Test
    void aDoubleClickedSignInCountsFromNothing() {
        browser.visit(session -> session.put("n", 7L));
        Browser second = browser.copy();
        Browser.Visit late = second.begin();
        late.session().restart("alice", Set.of("n"));
        late.session().update("n", Long.class, 0L, n -> n + 1);
        browser.visit(Session::destroy);
        late.end();
        assertThat(second.read("n", Long.class)).isEqualTo(1L);
    }

    @Test
    void aRequestThatOpensItsSessionAndAsksNothingCostsNoCall() {
        browser.visit(session -> session.put("name", "Alice"));
        store.calls.set(0);
        browser.visit(session -> {});
        assertThat(store.calls).hasValue(0);
    }

    @Test
    void startingOverEndsTheSessionAndGoesOnWithAnEmptyOne() {
        browser.visit(session -> session.put("name", "Alice"));
        Browser thief = browser.copy();
        browser.visit(session -> {
            session.restart("alice", Set.of());
            session.put("in", true);
            session.startOver();
            session.put("fresh", 1);
        });
        assertThat(thief.anonymous()).isTrue();
        assertThat(browser.names()).containsExactly("fresh");
    }

    @Test
    void aSessionOverTheLimitIsATypedErrorAndTheOldOneStays() {
        browser.visit(session -> session.put("name", "Alice"));
        Browser.Visit visit = browser.begin();
        visit.session().put("big", new byte[600_000]);
        visit.session().put("bigger", new byte[600_000]);
        assertThatThrownBy(visit::end)
                .isInstanceOf(SessionTooLargeException.class)
                .hasMessageContaining("at most 1048576 bytes");
        assertThat(browser.names()).containsExactly("name");
    }

    @Test
    void applicationsThatShareAStoreDoNotShareSessions() {
        MemoryStore shared = MemoryStore.create();
        try (SessionManager shop = SessionManager.in(shared).application("shop").build();
                SessionManager forum =
                        SessionManager.in(shared).application("forum").build()) {
            Browser shopper = new Browser(shop);
            shopper.visit(session -> session.put("name", "Alice"));
            assertThat(new Browser(forum, shopper.cookie()).anonymous()).isTrue();
            assertThat(new Browser(shop, shopper.cookie()).anonymous()).isFalse();
        }
    }
}
