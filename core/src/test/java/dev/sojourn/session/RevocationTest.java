package dev.sojourn.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.event.EventType;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.StoreException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sealed sessions are ended on the server, on every node, within the bound. Two nodes share a key ring and a store. */
class RevocationTest {

    private static final Duration WITHIN = Duration.ofSeconds(5);
    private static final Duration SKEW = Duration.ofSeconds(45);

    private final DurableStore store = new DurableStore(MemoryStore.create());
    private final DurableStore otherStore = store.again();
    private final Managers node = Managers.revocable(store, WITHIN);
    private final Managers other = Managers.revocable(otherStore, WITHIN);
    private final Browser browser = new Browser(node.manager);

    private void signIn(Browser who, String owner) {
        who.visit(session -> {
            session.restart(owner, Set.of());
            session.put("name", owner);
        });
    }

    private static void signOut(Browser who) {
        who.visit(Session::destroy);
    }

    private Browser on(Managers manager, Browser who) {
        return new Browser(manager.manager, who.cookie());
    }

    private void advance(Duration by) {
        node.clock.advance(by);
        other.clock.advance(by);
    }

    @Test
    void aCookieSentAgainAfterSigningOutIsAnonymousAtOnceAndIsTold() {
        signIn(browser, "alice");
        Browser thief = browser.copy();
        signOut(browser);
        int before = store.calls();
        assertThat(thief.anonymous()).isTrue();
        assertThat(store.calls()).as("this node knows").isEqualTo(before);
        assertThat(node.told(EventType.SESSION_REVOKED)).isEqualTo(1);
        assertThat(node.told(EventType.SESSION_DESTROYED)).isEqualTo(1);
    }

    @Test
    void aRenewalThatTheStoreCannotRecordSignsNobodyOut() {
        signIn(browser, "alice");
        Browser.Visit renewing = browser.begin();
        renewing.session().renew();
        store.down = true;
        assertThatThrownBy(renewing::end).isInstanceOf(StoreException.class);
        store.down = false;
        assertThat(browser.read("name", String.class)).isEqualTo("alice");
        Browser former = browser.copy();
        browser.visit(Session::renew);
        assertThat(browser.read("name", String.class)).isEqualTo("alice");
        assertThat(former.anonymous()).isTrue();
    }

    @Test
    void anotherNodeKnowsOnceItsAnswerIsAsOldAsTheBoundAndAsksNobodyUntilThen() {
        signIn(browser, "alice");
        Browser thief = on(other, browser);
        assertThat(thief.anonymous()).isFalse();
        assertThat(otherStore.finds).as("the session, its owner, and all").hasValue(3);
        signOut(browser);
        advance(WITHIN.minusMillis(1));
        for (int i = 0; i < 20; i++) {
            assertThat(thief.anonymous()).isFalse();
        }
        assertThat(otherStore.finds).hasValue(3);
        advance(Duration.ofMillis(1));
        assertThat(thief.anonymous()).isTrue();
        assertThat(other.told(EventType.SESSION_REVOKED)).isEqualTo(1);
        int asked = otherStore.calls();
        advance(Duration.ofMinutes(10));
        assertThat(thief.anonymous()).isTrue();
        assertThat(otherStore.calls()).as("an end is final").isEqualTo(asked);
    }

    @Test
    void signingOutEndsTheOneSessionAlone() {
        Browser desk = new Browser(node.manager);
        signIn(browser, "alice");
        signIn(desk, "alice");
        signOut(browser);
        advance(WITHIN);
        assertThat(desk.anonymous()).isFalse();
        assertThat(on(other, desk).anonymous()).isFalse();
    }

    @Test
    void allSessionsOfAnOwnerEndAndNobodyElses() {
        Browser desk = new Browser(other.manager);
        Browser bob = new Browser(node.manager);
        Browser visitor = new Browser(node.manager);
        signIn(browser, "alice");
        signIn(desk, "alice");
        signIn(bob, "bob");
        visitor.visit(session -> session.put("cart", "tea"));
        assertThat(desk.anonymous()).isFalse();
        node.manager.endSessionsOf("alice");
        assertThat(browser.anonymous()).as("at once on the node that was told").isTrue();
        assertThat(desk.anonymous()).isFalse();
        advance(WITHIN);
        assertThat(desk.anonymous()).isTrue();
        assertThat(bob.anonymous()).isFalse();
        assertThat(visitor.anonymous()).isFalse();
    }

    @Test
    void allSessionsOfTheApplicationEndVisitorsIncludedAndNewOnesLive() {
        Browser visitor = new Browser(other.manager);
        signIn(browser, "alice");
        visitor.visit(session -> session.put("cart", "tea"));
        node.manager.endAllSessions();
        advance(WITHIN);
        assertThat(browser.anonymous()).isTrue();
        assertThat(visitor.anonymous()).isTrue();
        visitor.visit(session -> session.put("cart", "tea"));
        signIn(browser, "alice");
        advance(WITHIN);
        assertThat(visitor.read("cart", String.class)).isEqualTo("tea");
        assertThat(on(node, visitor).anonymous()).isFalse();
        assertThat(on(other, browser).anonymous()).isFalse();
    }

    @Test
    void whoSignsInAfterTheEndStaysSignedInWhicheverClockIsBehind() {
        for (Managers behind : Set.of(node, other)) {
            behind.clock.advance(SKEW.negated());
            for (Managers ending : Set.of(node, other)) {
                for (Managers signing : Set.of(node, other)) {
                    ending.manager.endSessionsOf("alice");
                    Browser who = new Browser(signing.manager);
                    signIn(who, "alice");
                    advance(WITHIN);
                    assertThat(on(node, who).anonymous()).isFalse();
                    assertThat(on(other, who).anonymous()).isFalse();
                }
            }
            behind.clock.advance(SKEW);
        }
    }

    @Test
    void whoSignedInBeforeTheEndIsEndedWhicheverClockIsBehind() {
        for (Managers behind : Set.of(node, other)) {
            behind.clock.advance(SKEW.negated());
            for (Managers ending : Set.of(node, other)) {
                for (Managers signing : Set.of(node, other)) {
                    Browser who = new Browser(signing.manager);
                    signIn(who, "alice");
                    ending.manager.endSessionsOf("alice");
                    advance(WITHIN);
                    assertThat(on(node, who).anonymous()).isTrue();
                    assertThat(on(other, who).anonymous()).isTrue();
                }
            }
            behind.clock.advance(SKEW);
        }
    }

    @Test
    void aSignInThatBeganBeforeTheEndAndIsWrittenAfterItIsEnded() {
        Browser.Visit visit = browser.begin();
        visit.session().restart("alice", Set.of());
        visit.session().put("name", "alice");
        other.manager.endSessionsOf("alice");
        visit.end();
        advance(WITHIN);
        assertThat(browser.anonymous()).isTrue();
    }

    @Test
    void theValueFromBeforeASignInIsDead() {
        browser.visit(session -> session.put("cart", "tea"));
        Browser before = browser.copy();
        signIn(browser, "alice");
        assertThat(before.anonymous()).isTrue();
        advance(WITHIN);
        assertThat(on(other, before).anonymous()).isTrue();
        assertThat(browser.anonymous()).isFalse();
    }

    @Test
    void renewingDoesNotMakeASessionYoungerThanAnEnd() {
        signIn(browser, "alice");
        assertThat(on(other, browser).anonymous()).isFalse();
        node.manager.endSessionsOf("alice");
        Browser late = on(other, browser);
        late.visit(Session::renew);
        assertThat(late.cookie()).isNotEqualTo(browser.cookie());
        advance(WITHIN);
        assertThat(late.anonymous()).isTrue();
    }

    @Test
    void twoSignInsFromOneCookieBothSignIn() {
        browser.visit(session -> session.put("cart", "tea"));
        Browser twin = browser.copy();
        Browser.Visit first = browser.begin();
        Browser.Visit second = twin.begin();
        for (Browser.Visit visit : Set.of(first, second)) {
            visit.session().restart("alice", Set.of("cart"));
            visit.session().put("name", "alice");
        }
        first.end();
        second.end();
        advance(WITHIN);
        assertThat(browser.names()).containsExactly("cart", "name");
        assertThat(twin.names()).as("nothing carried over from what had ended").containsExactly("name");
    }

    @Test
    void aStoreThatIsDownIsNoticedAfterTheBoundAndNeverTakenForNo() {
        signIn(browser, "alice");
        assertThat(browser.anonymous()).isFalse();
        store.down = true;
        advance(WITHIN.minusMillis(1));
        assertThat(browser.anonymous()).isFalse();
        advance(Duration.ofMillis(1));
        assertThatThrownBy(browser::anonymous).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> signIn(new Browser(node.manager), "bob")).isInstanceOf(StoreException.class);
        String cookie = browser.cookie();
        store.down = false;
        assertThat(browser.anonymous()).isFalse();
        assertThat(browser.cookie()).isEqualTo(cookie);
    }

    @Test
    void aSignOutWhileTheStoreIsDownIsPendingAndThisNodeKnows() {
        signIn(browser, "alice");
        Browser thief = browser.copy();
        store.down = true;
        Browser.Visit visit = browser.begin();
        assertThatThrownBy(() -> visit.session().destroy()).isInstanceOf(DestroyPendingException.class);
        assertThat(visit.end())
                .hasValueSatisfying(set -> assertThat(set.headerValue()).contains("Max-Age=0"));
        assertThat(thief.anonymous()).isTrue();
        node.manager.close();
    }

    @Test
    void signingOutAgainOrWithACookieThatDoesNotOpenChangesNothing() {
        signIn(browser, "alice");
        Browser again = browser.copy();
        signOut(browser);
        signOut(again);
        assertThat(again.cookie()).isNull();
        Browser forged = new Browser(node.manager, "A".repeat(300));
        signOut(forged);
        assertThat(forged.cookie()).isNull();
    }

    @Test
    void theCookieIsNoLongerForIt() {
        browser.visit(session -> {
            session.put("user", "alice");
            session.put("theme", "dark");
            session.put("visits", 17L);
        });
        assertThat("Cookie: " + browser.name() + "=" + browser.cookie()).hasSizeLessThanOrEqualTo(250);
        other.manager.endAllSessions();
        advance(WITHIN);
        Browser later = new Browser(node.manager);
        later.visit(session -> {
            session.put("user", "alice");
            session.put("theme", "dark");
            session.put("visits", 17L);
        });
        assertThat("Cookie: " + later.name() + "=" + later.cookie()).hasSizeLessThanOrEqualTo(250);
    }

    @Test
    void whoSignsInAfterOneKindOfEndIsReachedByTheOtherAMomentLaterOnANodeThatIsBehind() {
        other.clock.advance(SKEW.negated());
        node.manager.endSessionsOf("alice");
        signIn(browser, "alice");
        other.manager.endAllSessions();
        advance(WITHIN);
        assertThat(browser.anonymous()).isTrue();
        Browser bob = new Browser(node.manager);
        signIn(browser, "alice");
        signIn(bob, "bob");
        other.manager.endSessionsOf("alice");
        advance(WITHIN);
        assertThat(browser.anonymous()).isTrue();
        assertThat(bob.anonymous()).isFalse();
        node.manager.endAllSessions();
        for (int i = 0; i < 3; i++) {
            node.manager.endSessionsOf("alice");
        }
        signIn(browser, "alice");
        other.manager.endAllSessions();
        advance(WITHIN);
        assertThat(browser.anonymous())
                .as("after an end of all, of one, and of all")
                .isTrue();
    }

    @Test
    void aStoreThatForgetsIsRefusedWithItsReason() {
        SealedBuilder builder = SessionManager.inCookie(Managers.keys(1)).revocableIn(MemoryStore.create());
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("MemoryStore cannot be durable: it forgets everything");
        assertThatThrownBy(() -> builder.revocableIn(store, Duration.ofHours(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT2H");
    }

    @Test
    void theyStillCannotBeListed() {
        assertThatThrownBy(() -> node.manager.sessionsOf("alice"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("listed");
    }
}
