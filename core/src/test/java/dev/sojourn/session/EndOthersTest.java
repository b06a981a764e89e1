package dev.sojourn.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.event.EventType;
import dev.sojourn.session.store.ForwardingStore;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** "Sign out everywhere else": the other sessions of a user end, and the one at hand goes on. */
class EndOthersTest {

    private static final int ROUNDS = Integer.getInteger("sojourn.rounds", 200);

    private final DurableStore store = new DurableStore(MemoryStore.create());
    private final Managers kind = Managers.stored(store);

    /** Every kind that knows the sessions of a user. */
    static Stream<Managers> kinds() {
        return Stream.of(Managers.stored(), Managers.sealedAtRest(MemoryStore.create()));
    }

    private static void signIn(Session session, String owner) {
        session.restart(owner, Set.of());
        session.put("name", owner);
    }

    private static Browser signedIn(Managers kind, String owner) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> signIn(session, owner));
        return browser;
    }

    /** Presses the button; what it answered. */
    private static boolean endOthers(Browser browser) {
        boolean[] done = new boolean[1];
        browser.visit(session -> done[0] = session.endOthers());
        return done[0];
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theOthersEndAndThisOneGoesOnAsItWas(Managers each) {
        Browser phone = signedIn(each, "alice");
        Browser desk = signedIn(each, "alice");
        Browser bob = signedIn(each, "bob");
        assertThat(endOthers(phone)).isTrue();
        assertThat(phone.read("name", String.class)).isEqualTo("alice");
        assertThat(desk.anonymous()).isTrue();
        assertThat(bob.anonymous()).isFalse();
        assertThat(signedIn(each, "alice").anonymous())
                .as("who signs in afterwards")
                .isFalse();
        assertThat(each.told(EventType.SESSIONS_ENDED)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whoHoldsACopyOfThisSessionsCookieIsOutAsWell(Managers each) {
        Browser phone = signedIn(each, "alice");
        Browser thief = phone.copy();
        assertThat(endOthers(phone)).isTrue();
        assertThat(thief.anonymous()).isTrue();
        assertThat(phone.anonymous()).isFalse();
    }

    @Test
    void itCanBeDoneAgainInOneRequestAndByTheOther() {
        Browser phone = signedIn(kind, "alice");
        phone.visit(session -> {
            assertThat(session.endOthers()).isTrue();
            assertThat(session.endOthers()).isTrue();
        });
        assertThat(endOthers(phone)).isTrue();
        Browser desk = signedIn(kind, "alice");
        assertThat(endOthers(desk)).isTrue();
        assertThat(phone.anonymous()).isTrue();
        assertThat(desk.read("name", String.class)).isEqualTo("alice");
    }

    @Test
    void aDoubleClickDoesNotSignOut() {
        Browser phone = signedIn(kind, "alice");
        Browser.Visit second = phone.copy().begin();
        assertThat(second.session().get("name", String.class)).isEqualTo("alice");
        assertThat(endOthers(phone)).isTrue();
        assertThat(second.session().endOthers()).isFalse();
        assertThat(second.end())
                .as("no cookie that would take the place of the new one")
                .isEmpty();
        assertThat(phone.read("name", String.class)).isEqualTo("alice");
    }

    @Test
    void whoWasEndedMeanwhileEndsNobody() {
        List<Runnable> ends = List.of(
                () -> kind.manager.endSessionsOf("alice"),
                () -> assertThat(endOthers(signedIn(kind, "alice"))).isTrue());
        for (Runnable end : ends) {
            Browser thief = signedIn(kind, "alice");
            Browser.Visit visit = thief.begin();
            assertThat(visit.session().isNew()).isFalse();
            end.run();
            Browser desk = signedIn(kind, "alice");
            assertThat(visit.session().endOthers()).isFalse();
            assertThat(visit.session().names()).isEmpty();
            visit.end();
            assertThat(thief.anonymous()).isTrue();
            assertThat(desk.anonymous()).isFalse();
        }
    }

    @Test
    void ofTwoWhoHoldOneCookieOneGoesOnWhateverTheyDoAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Browser phone = signedIn(kind, "alice");
                Browser thief = phone.copy();
                Browser desk = signedIn(kind, "alice");
                Browser.Visit pressing = phone.begin();
                Browser.Visit renewing = thief.begin();
                renewing.session().renew();
                assertThat(pressing.session().isNew()).isFalse();
                CountDownLatch start = new CountDownLatch(1);
                Future<Boolean> ended = threads.submit(() -> {
                    start.await();
                    boolean done = pressing.session().endOthers();
                    pressing.end();
                    return done;
                });
                Future<?> renewed = threads.submit(() -> {
                    start.await();
                    return renewing.end();
                });
                start.countDown();
                renewed.get();
                if (ended.get()) {
                    assertThat(phone.anonymous()).isFalse();
                    assertThat(thief.anonymous()).isTrue();
                    assertThat(desk.anonymous()).isTrue();
                    assertThat(kind.manager.sessionsOf("alice")).hasSize(1);
                } else {
                    assertThat(phone.anonymous()).as("told so").isTrue();
                }
                kind.manager.endSessionsOf("alice");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whoHasNotSignedInHasNoOthers() {
        Browser visitor = new Browser(kind.manager);
        visitor.visit(session -> session.put("cart", "tea"));
        assertThatThrownBy(() -> visitor.visit(Session::endOthers))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nobody is signed in");
        assertThat(visitor.read("cart", String.class)).isEqualTo("tea");
    }

    @Test
    void whoSignsInEndsTheOthersInTheSameRequest() {
        Browser desk = signedIn(kind, "alice");
        for (Browser phone : List.of(new Browser(kind.manager), signedIn(kind, "bob"))) {
            phone.visit(session -> {
                signIn(session, "alice");
                assertThat(session.endOthers()).isTrue();
            });
            assertThat(desk.anonymous()).isTrue();
            assertThat(phone.read("name", String.class)).isEqualTo("alice");
        }
    }

    @Test
    void aSignInOfWhichNothingIsStoredYetIsToldSo() {
        Session session = new Browser(kind.manager).begin().session();
        session.restart("alice", Set.of());
        assertThatThrownBy(session::endOthers)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("put something");
    }

    @Test
    void placesOfTheOthersAreFree() {
        Browser phone = signedIn(kind, "alice");
        Browser desk = signedIn(kind, "alice");
        assertThat(endOthers(phone)).isTrue();
        desk.visit(session -> {
            session.restart("alice", Set.of(), 2);
            session.put("name", "alice");
        });
        assertThat(kind.manager.sessionsOf("alice")).hasSize(2);
        assertThatThrownBy(() -> new Browser(kind.manager).visit(session -> session.restart("alice", Set.of(), 2)))
                .isInstanceOf(TooManySessionsException.class);
    }

    @Test
    void anOutageBeforeOrAfterItsNewTokenSignsNobodyOut() {
        Browser phone = signedIn(kind, "alice");
        Browser.Visit before = phone.begin();
        assertThat(before.session().isNew()).isFalse();
        store.down = true;
        assertThatThrownBy(() -> before.session().endOthers()).isInstanceOf(StoreException.class);
        assertThatThrownBy(before::end).isInstanceOf(StoreException.class);
        store.down = false;
        assertThat(phone.read("name", String.class)).isEqualTo("alice");
        Managers cut = Managers.stored(new DownForEpochs(store));
        Browser desk = new Browser(cut.manager, phone.cookie());
        Browser.Visit after = desk.begin();
        assertThatThrownBy(() -> after.session().endOthers()).isInstanceOf(StoreException.class);
        assertThat(after.end()).as("the new cookie leaves with the 503").isPresent();
        assertThat(desk.read("name", String.class)).isEqualTo("alice");
    }

    @Test
    void whatCannotEndThemSaysWhy() {
        Browser sealed =
                signedIn(Managers.revocable(new DurableStore(MemoryStore.create()), Duration.ofSeconds(5)), "alice");
        assertThatThrownBy(() -> sealed.visit(Session::endOthers))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("endSessionsOf");
        Browser stored = signedIn(Managers.stored(new KnowsNoOwners()), "alice");
        String before = stored.cookie();
        assertThatThrownBy(() -> stored.visit(Session::endOthers))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("MemoryStore");
        assertThat(stored.cookie()).isEqualTo(before);
        assertThat(stored.read("name", String.class)).isEqualTo("alice");
    }

    private static final class KnowsNoOwners extends ForwardingStore {

        KnowsNoOwners() {
            super(MemoryStore.create());
        }

        @Override
        public <C> Optional<C> capability(Class<C> type) {
            return Optional.empty();
        }
    }

    /** Goes down between the renewal of a session and the end of the others: its epochs cannot be asked. */
    private static final class DownForEpochs extends ForwardingStore {

        DownForEpochs(SessionStore store) {
            super(store);
        }

        @Override
        public SaveResult create(StoredSession session, Instant now) {
            throw new StoreException("the store is down for what is new");
        }
    }
}
