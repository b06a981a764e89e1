package dev.sojourn.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.session.store.ForwardingStore;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** "Sign out everywhere else": the other sessions of a user end, and the one at hand goes on. */
class EndOthersTest {

    private static final Duration WITHIN = Duration.ofSeconds(5);

    /** Every kind that can end sessions from the server. */
    static Stream<Managers> kinds() {
        return Stream.of(
                Managers.stored(),
                Managers.sealedAtRest(MemoryStore.create()),
                Managers.revocable(new DurableStore(MemoryStore.create()), WITHIN));
    }

    private static Browser signedIn(Managers kind, String owner) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> {
            session.restart(owner, Set.of());
            session.put("name", owner);
        });
        return browser;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theOthersEndAndThisOneGoesOnAsItWas(Managers kind) {
        Browser phone = signedIn(kind, "alice");
        Browser desk = signedIn(kind, "alice");
        Browser bob = signedIn(kind, "bob");
        phone.visit(Session::endOthers);
        assertThat(phone.read("name", String.class)).isEqualTo("alice");
        assertThat(desk.anonymous()).isTrue();
        assertThat(bob.anonymous()).isFalse();
        kind.clock.advance(WITHIN);
        assertThat(phone.read("name", String.class)).isEqualTo("alice");
        assertThat(signedIn(kind, "alice").anonymous())
                .as("who signs in afterwards")
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whoHoldsACopyOfThisSessionsCookieIsOutAsWell(Managers kind) {
        Browser phone = signedIn(kind, "alice");
        Browser thief = phone.copy();
        phone.visit(Session::endOthers);
        assertThat(thief.anonymous()).isTrue();
        assertThat(phone.anonymous()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void itCanBeDoneAgainAndByTheOther(Managers kind) {
        Browser phone = signedIn(kind, "alice");
        phone.visit(Session::endOthers);
        phone.visit(Session::endOthers);
        Browser desk = signedIn(kind, "alice");
        desk.visit(Session::endOthers);
        assertThat(phone.anonymous()).isTrue();
        assertThat(desk.read("name", String.class)).isEqualTo("alice");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whoHasNotSignedInHasNoOthers(Managers kind) {
        Browser visitor = new Browser(kind.manager);
        visitor.visit(session -> session.put("cart", "tea"));
        assertThatThrownBy(() -> visitor.visit(Session::endOthers))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no owner");
        assertThat(visitor.read("cart", String.class)).isEqualTo("tea");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aSignInInTheSameRequestIsToldWhatToDoInstead(Managers kind) {
        Browser phone = signedIn(kind, "alice");
        Session session = phone.begin().session();
        session.restart("bob", Set.of());
        assertThatThrownBy(session::endOthers)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("endSessionsOf");
    }

    @Test
    void anotherNodeLearnsWithinTheBound() {
        DurableStore store = new DurableStore(MemoryStore.create());
        Managers here = Managers.revocable(store, WITHIN);
        Managers there = Managers.revocable(store.again(), WITHIN);
        Browser phone = signedIn(here, "alice");
        Browser desk = signedIn(there, "alice");
        phone.visit(Session::endOthers);
        here.clock.advance(WITHIN);
        there.clock.advance(WITHIN);
        assertThat(desk.anonymous()).isTrue();
        assertThat(new Browser(there.manager, phone.cookie()).anonymous()).isFalse();
    }

    @Test
    void whoWasEndedElsewhereMakesNoComebackByEndingOthers() {
        DurableStore store = new DurableStore(MemoryStore.create());
        Managers here = Managers.revocable(store, WITHIN);
        Managers there = Managers.revocable(store.again(), WITHIN);
        List<Consumer<Browser>> ends = List.of(
                phone -> here.manager.endSessionsOf("alice"),
                phone -> here.manager.endAllSessions(),
                phone -> phone.visit(Session::destroy),
                phone -> phone.visit(Session::endOthers));
        for (Consumer<Browser> end : ends) {
            Browser phone = signedIn(here, "alice");
            Browser thief = new Browser(there.manager, phone.cookie());
            assertThat(thief.anonymous()).isFalse();
            end.accept(phone);
            Browser desk = signedIn(here, "alice");
            thief.visit(Session::endOthers);
            assertThat(thief.anonymous()).isTrue();
            assertThat(desk.anonymous()).isFalse();
            here.clock.advance(WITHIN);
            there.clock.advance(WITHIN);
            assertThat(desk.anonymous()).isFalse();
            assertThat(new Browser(there.manager, desk.cookie()).anonymous()).isFalse();
        }
    }

    @Test
    void placesOfTheOthersAreFree() {
        Managers kind = Managers.stored();
        Browser phone = signedIn(kind, "alice");
        Browser desk = signedIn(kind, "alice");
        phone.visit(Session::endOthers);
        desk.visit(session -> {
            session.restart("alice", Set.of(), 2);
            session.put("name", "alice");
        });
        assertThat(kind.manager.sessionsOf("alice")).hasSize(2);
        assertThatThrownBy(() -> new Browser(kind.manager).visit(session -> session.restart("alice", Set.of(), 2)))
                .isInstanceOf(TooManySessionsException.class);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anEndOfAllWhileItIsBeingWrittenEndsThisOneToo(Managers kind) {
        Browser phone = signedIn(kind, "alice");
        Browser.Visit visit = phone.begin();
        visit.session().endOthers();
        kind.manager.endSessionsOf("alice");
        visit.end();
        assertThat(phone.anonymous()).isTrue();
    }

    @Test
    void whereTheStoreIsDownNobodyIsSignedOut() {
        DurableStore store = new DurableStore(MemoryStore.create());
        Managers kind = Managers.revocable(store, WITHIN);
        Browser phone = signedIn(kind, "alice");
        Browser.Visit visit = phone.begin();
        assertThat(visit.session().isNew()).isFalse();
        store.down = true;
        assertThatThrownBy(() -> visit.session().endOthers()).isInstanceOf(StoreException.class);
        visit.end();
        store.down = false;
        assertThat(phone.read("name", String.class)).isEqualTo("alice");
    }

    @Test
    void whatCannotEndThemSaysWhy() {
        Browser sealed = signedIn(Managers.sealed(), "alice");
        assertThatThrownBy(() -> sealed.visit(Session::endOthers))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("revocableIn");
        Browser stored = signedIn(Managers.stored(new KnowsNoOwners()), "alice");
        assertThatThrownBy(() -> stored.visit(Session::endOthers))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("MemoryStore");
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
}
