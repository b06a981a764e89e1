package dev.sojourn.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.event.EventType;
import dev.sojourn.session.store.CachingStore;
import dev.sojourn.session.store.ForwardingStore;
import dev.sojourn.session.store.InvalidationListener;
import dev.sojourn.session.store.InvalidationPush;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Ending all sessions of an owner ends the ones that are being signed in to, for sessions kept in a store. */
class OwnerEpochTest {

    private static final int ROUNDS = Integer.getInteger("sojourn.rounds", 200);

    private final DurableStore store = new DurableStore(MemoryStore.create());
    private final Managers kind = Managers.stored(store);

    private static Browser.Visit signingIn(Browser browser) {
        Browser.Visit visit = browser.begin();
        visit.session().restart("alice", Set.of("cart"));
        visit.session().put("name", "Alice");
        return visit;
    }

    @Test
    void aSignInThatIsOvertakenEndsAtOnceAndItsCookieIsDeleted() {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> session.put("cart", "tea"));
        Browser.Visit visit = signingIn(browser);
        kind.manager.endSessionsOf("alice");
        assertThat(visit.end())
                .hasValueSatisfying(set -> assertThat(set.headerValue()).contains("Max-Age=0"));
        assertThat(visit.session().isNew()).isTrue();
        assertThat(visit.session().names()).isEmpty();
        assertThat(kind.manager.sessionsOf("alice")).isEmpty();
        assertThat(kind.told(EventType.SESSION_REVOKED)).isEqualTo(1);
    }

    @Test
    void aFirstSessionThatIsOvertakenNeverReachesTheBrowser() {
        Browser browser = new Browser(kind.manager);
        Browser.Visit visit = signingIn(browser);
        kind.manager.endSessionsOf("alice");
        assertThat(visit.end()).isEmpty();
        assertThat(kind.manager.sessionsOf("alice")).isEmpty();
    }

    @Test
    void applicationsOnOneStoreDoNotSeeNorEndEachOthersSessions() {
        SessionManager admin = SessionManager.in(store)
                .application("admin")
                .clock(kind.clock)
                .codec(Managers.CODEC)
                .build();
        Browser administrator = new Browser(admin);
        signingIn(administrator).end();
        assertThat(kind.manager.sessionsOf("alice")).isEmpty();
        Browser.Visit visit = new Browser(kind.manager).begin();
        visit.session().restart("alice", Set.of(), 1);
        visit.session().put("name", "Alice");
        visit.end();
        kind.manager.endSessionsOf("alice");
        assertThat(kind.manager.sessionsOf("alice")).isEmpty();
        assertThat(administrator.read("name", String.class)).isEqualTo("Alice");
        assertThat(admin.sessionsOf("alice")).hasSize(1);
    }

    @Test
    void theNextSignInStays() {
        Browser browser = new Browser(kind.manager);
        kind.manager.endSessionsOf("alice");
        signingIn(browser).end();
        assertThat(browser.read("name", String.class)).isEqualTo("Alice");
        assertThat(kind.manager.sessionsOf("alice")).hasSize(1);
    }

    @Test
    void aSignInCostsTwoQuestionsAndOtherRequestsNone() {
        Browser browser = new Browser(kind.manager);
        signingIn(browser).end();
        assertThat(store.finds).hasValue(2);
        store.finds.set(0);
        browser.visit(session -> session.put("n", 1));
        assertThat(store.finds).as("the session itself").hasValue(1);
    }

    @Test
    void raisingAndSigningInAtTheSameTimeLeavesNobodySignedInFromBefore() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Browser.Visit visit = signingIn(new Browser(kind.manager));
                CountDownLatch start = new CountDownLatch(1);
                Future<?> ended = threads.submit(() -> {
                    start.await();
                    kind.manager.endSessionsOf("alice");
                    return true;
                });
                Future<?> signedIn = threads.submit(() -> {
                    start.await();
                    visit.end();
                    return true;
                });
                start.countDown();
                ended.get(20, TimeUnit.SECONDS);
                signedIn.get(20, TimeUnit.SECONDS);
                assertThat(kind.manager.sessionsOf("alice")).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aSignInIsOvertakenThoughANearCacheRemembersAnOlderEpoch() {
        MemoryStore behind = MemoryStore.create();
        Managers other = Managers.stored(behind);
        other.manager.endSessionsOf("alice");
        Managers near = Managers.stored(CachingStore.builder(new SilentPush(behind))
                .ticker(() -> SilentPush.TIME)
                .build());
        Browser.Visit visit = signingIn(new Browser(near.manager));
        other.manager.endSessionsOf("alice");
        visit.end();
        assertThat(other.manager.sessionsOf("alice")).isEmpty();
        assertThat(near.told(EventType.SESSION_REVOKED)).isEqualTo(1);
    }

    @Test
    void aSignInWhoseAnswerWasLostLeavesNothingBehind() throws Exception {
        FailingStore losing = new FailingStore(MemoryStore.create());
        Managers kept = Managers.stored(losing);
        Browser.Visit visit = signingIn(new Browser(kept.manager));
        losing.answerLost = true;
        assertThatThrownBy(visit::end).isInstanceOf(StoreException.class);
        assertThat(losing.deleted.await(30, TimeUnit.SECONDS))
                .as("nobody has its cookie, so it is ended")
                .isTrue();
    }

    @Test
    void aVisitorsSessionWhoseAnswerWasLostIsLeftToExpire() {
        FailingStore losing = new FailingStore(MemoryStore.create());
        Managers kept = Managers.stored(losing);
        Browser.Visit visit = new Browser(kept.manager).begin();
        visit.session().put("cart", "tea");
        losing.answerLost = true;
        assertThatThrownBy(visit::end).isInstanceOf(StoreException.class);
        assertThat(losing.deleted.getCount()).isEqualTo(1);
    }

    /** Always says that nothing has changed, as a wire that is slow does for a moment. */
    private static final class SilentPush extends ForwardingStore implements InvalidationPush {

        static final long TIME = 1;

        SilentPush(SessionStore store) {
            super(store);
        }

        @Override
        public Subscription subscribe(InvalidationListener listener) {
            listener.answered(TIME);
            return () -> {};
        }

        @Override
        public <C> Optional<C> capability(Class<C> type) {
            return type == InvalidationPush.class ? Optional.of(type.cast(this)) : super.capability(type);
        }
    }

    @Test
    void endingAllOfThemSaysWhyItCannot() {
        assertThatThrownBy(() -> kind.manager.endAllSessions())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("endSessionsOf");
    }
}
