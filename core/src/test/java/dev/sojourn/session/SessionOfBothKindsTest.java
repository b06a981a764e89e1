package dev.sojourn.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.event.EventType;
import dev.sojourn.session.Managers.Cart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an application may rely on, whichever kind of session it chose. */
class SessionOfBothKindsTest {

    private static final SessionAttribute<List<String>> RECENT = SessionAttribute.listOf("recent", String.class);

    static Stream<Managers> kinds() {
        return Managers.bothKinds();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatWasPutIsThereAtTheNextRequest(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> session.put("name", "Alice"));
        assertThat(browser.read("name", String.class)).isEqualTo("Alice");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void readingAloneSendsNoCookie(Managers kind) {
        Browser.Visit visit = new Browser(kind.manager).begin();
        assertThat(visit.session().get("name", String.class)).isNull();
        assertThat(visit.session().names()).isEmpty();
        assertThat(visit.session().isNew()).isTrue();
        assertThat(visit.end()).isEmpty();
        assertThat(kind.told(EventType.SESSION_CREATED)).isZero();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void putAndRemovedInOneRequestStoresNothing(Managers kind) {
        Browser.Visit visit = new Browser(kind.manager).begin();
        visit.session().put("name", "Alice");
        visit.session().remove("name");
        assertThat(visit.end()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aValueThatWasReadAndMutatedIsSaved(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> session.put("cart", new Cart()));
        browser.visit(session -> session.get("cart", Cart.class).add("tea"));
        browser.visit(session -> session.get(RECENT, ArrayList::new).add("/tea"));
        browser.visit(session -> session.get(RECENT, ArrayList::new).add("/cups"));
        assertThat(browser.read("cart", Cart.class).items).containsExactly("tea");
        browser.visit(session -> assertThat(session.get(RECENT)).containsExactly("/tea", "/cups"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aValueThatWasPutAndThenMutatedIsSavedAsItIsAtTheEnd(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> {
            List<String> list = new ArrayList<>(List.of("one"));
            session.put("list", list);
            list.add("two");
        });
        assertThat(browser.read("list", Object.class)).isEqualTo(List.of("one", "two"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aValueThatWasReadAndNotMutatedSendsNoCookie(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> session.put("cart", new Cart()));
        Browser.Visit visit = browser.begin();
        assertThat(visit.session().get("cart", Cart.class).items).isEmpty();
        assertThat(visit.end()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void updateCountsUpFromNothing(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> assertThat(session.update("visits", Long.class, n -> n == null ? 1 : n + 1))
                .isEqualTo(1L));
        browser.visit(session ->
                assertThat(session.update("visits", Long.class, 0L, n -> n + 1)).isEqualTo(2L));
        assertThat(browser.read("visits", Long.class)).isEqualTo(2L);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void severalUpdatesOfOneRequestBuildOnEachOther(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> {
            session.update("n", Long.class, 0L, n -> n + 1);
            session.update("n", Long.class, 0L, n -> n * 10);
            session.put("m", 5L);
            session.update("m", Long.class, 0L, n -> n + 1);
        });
        assertThat(browser.read("n", Long.class)).isEqualTo(10L);
        assertThat(browser.read("m", Long.class)).isEqualTo(6L);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anUpdateAfterASignInBeginsWithoutWhatWasNotCarriedOver(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> session.put("visits", 7L));
        browser.visit(session -> {
            session.restart("alice", Set.of());
            session.update("visits", Long.class, 0L, n -> n + 1);
        });
        assertThat(browser.read("visits", Long.class)).isEqualTo(1L);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aValueChangedInPlaceAfterAnUpdateIsSaved(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> session.put(RECENT, new ArrayList<>(List.of("a"))));
        browser.visit(session -> {
            session.update(RECENT, list -> {
                list.add("b");
                return list;
            });
            session.get(RECENT).add("c");
        });
        assertThat(browser.read("recent", Object.class)).isEqualTo(List.of("a", "b", "c"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aGenericValueIsTheSameEachTimeItIsReadInTheRequestThatPutIt(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> {
            session.get(RECENT, ArrayList::new).add("a");
            session.commit();
            session.get(RECENT, ArrayList::new).add("b");
            assertThat(session.get(RECENT)).containsExactly("a", "b");
        });
        browser.visit(session -> {
            session.put("recent", new ArrayList<>(List.of("x")));
            session.get(RECENT).add("y");
        });
        assertThat(browser.read("recent", Object.class)).isEqualTo(List.of("x", "y"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void finishingNeverThrowsWhateverWasPutIntoAListTooLate(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> session.put("list", new ArrayList<>(List.of("a"))));
        Browser.Visit visit = browser.begin();
        @SuppressWarnings("unchecked")
        List<Object> list = visit.session().get("list", List.class);
        visit.session().commitWithHead();
        assertThat(visit.session().headLeft()).isTrue();
        list.add(new Thread());
        visit.session().finish();
        assertThat(kind.told(EventType.CHANGED_AFTER_COMMIT)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aTakenMessageIsShownOnce(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> session.put("flash", "saved"));
        browser.visit(session -> assertThat(session.take("flash", String.class)).isEqualTo("saved"));
        browser.visit(session -> assertThat(session.take("flash", String.class)).isNull());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anUnsupportedTypeFailsAtPutNamingAttributeAndType(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> session.put("kept", 1));
        browser.visit(session -> assertThatThrownBy(() -> session.put("bad", new Thread()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bad")
                .hasMessageContaining("java.lang.Thread"));
        assertThat(browser.names()).containsExactly("kept");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aNameThatIsNoTextIsRefusedAndAnUnusualOneKept(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> {
            for (String name : List.of("\ud800", "a\udc00", "\udc00\ud800")) {
                assertThatThrownBy(() -> session.put(name, 1)).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> session.update(name, Integer.class, 0, n -> n + 1))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            session.put("\ud83c\udf75", "tea");
        });
        assertThat(browser.read("\ud83c\udf75", String.class)).isEqualTo("tea");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aValueOfAnotherTypeCountsAsAbsentAndIsTold(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> {
            session.put("n", "not a number");
            session.put("name", "Alice");
        });
        assertThat(browser.read("n", Long.class)).isNull();
        assertThat(browser.read("name", String.class)).isEqualTo("Alice");
        assertThat(kind.told(EventType.ATTRIBUTE_UNREADABLE)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void noNameOfAnApplicationReachesTheLibrarysOwn(Managers kind) {
        SessionAttribute<String> user = SessionAttribute.library("user", String.class);
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> {
            for (String name : List.of("user", "$user", "$$user", "_user", "")) {
                session.put(name, "admin");
            }
        });
        browser.visit(session -> {
            assertThat(session.get(user)).isNull();
            assertThat(session.names()).containsExactlyInAnyOrder("user", "$user", "$$user", "_user", "");
        });
        browser.visit(session -> session.put(user, "alice"));
        browser.visit(session -> {
            assertThat(session.get(user)).isEqualTo("alice");
            assertThat(session.names()).hasSize(5);
            assertThat(session.get("$user", String.class)).isEqualTo("admin");
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void destroyEmptiesTheSessionAndDeletesTheCookie(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> session.put("name", "Alice"));
        Browser.Visit visit = browser.begin();
        visit.session().put("more", 1);
        visit.session().destroy();
        assertThat(visit.session().get("name", String.class)).isNull();
        assertThat(visit.session().names()).isEmpty();
        assertThatThrownBy(() -> visit.session().put("late", 1)).isInstanceOf(IllegalStateException.class);
        assertThat(visit.end().orElseThrow().headerValue())
                .startsWith("__Host-sid=;")
                .contains("Max-Age=0", "Secure", "Path=/");
        assertThat(browser.read("name", String.class)).isNull();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void destroyWithoutASessionSendsNothing(Managers kind) {
        Browser.Visit visit = new Browser(kind.manager).begin();
        visit.session().put("name", "Alice");
        visit.session().destroy();
        assertThat(visit.end()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void renewChangesTheCookieAndKeepsEverything(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> session.put("name", "Alice"));
        String before = browser.cookie();
        String handle = browser.handle();
        browser.visit(Session::renew);
        assertThat(browser.cookie()).isNotEqualTo(before);
        assertThat(browser.handle()).isNotEqualTo(handle);
        assertThat(browser.read("name", String.class)).isEqualTo("Alice");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void restartKeepsOnlyWhatIsListedAndBeginsBothTimersAnew(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> {
            for (String name : List.of("a", "b", "c", "d", "cart")) {
                session.put(name, name);
            }
        });
        kind.clock.advance(java.time.Duration.ofMinutes(20));
        browser.visit(session -> {
            session.put("e", "before");
            session.restart("alice", Set.of("cart"));
            session.put("greeting", "hello");
            assertThat(session.names()).containsExactly("cart", "greeting");
        });
        browser.visit(session -> {
            assertThat(session.names()).containsExactly("cart", "greeting");
            assertThat(session.createdAt()).isEqualTo(kind.clock.instant());
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aChangeAfterTheHeadHasLeftIsAClearError(Managers kind) {
        Browser browser = new Browser(kind.manager);
        Browser.Visit visit = browser.begin();
        visit.session().put("name", "Alice");
        visit.end();
        assertThatThrownBy(() -> visit.session().put("late", 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("head of the response");
        assertThat(visit.session().get("name", String.class)).isEqualTo("Alice");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aMutationAfterTheHeadHasLeftIsTold(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> session.put("cart", new Cart()));
        Browser.Visit visit = browser.begin();
        Cart cart = visit.session().get("cart", Cart.class);
        visit.session().commitWithHead();
        cart.add("too late");
        visit.session().finish();
        assertThat(kind.told(EventType.CHANGED_AFTER_COMMIT)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anEarlyCommitIsFollowedByTheRest(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> {
            session.put("one", 1);
            session.commit();
            session.put("two", 2);
        });
        assertThat(browser.names()).containsExactly("one", "two");
        assertThat(kind.told(EventType.SESSION_CREATED)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anEmptiedSessionStays(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> session.put("name", "Alice"));
        browser.visit(session -> session.remove("name"));
        assertThat(browser.anonymous()).isFalse();
        assertThat(browser.names()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aMadeUpCookieIsNeverAdopted(Managers kind) {
        String madeUp = "A".repeat(43);
        Browser browser = new Browser(kind.manager, madeUp);
        Browser.Visit reading = browser.begin();
        assertThat(reading.session().isNew()).isTrue();
        assertThat(reading.end())
                .as("an unknown cookie is ignored, not expired")
                .isEmpty();
        browser.visit(session -> session.put("name", "Alice"));
        assertThat(browser.cookie()).isNotEqualTo(madeUp);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aCookieAlteredInAnyBitIsAnonymous(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> session.put("name", "Alice"));
        byte[] cookie = browser.cookie().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        for (int bit = 0; bit < cookie.length * 8; bit++) {
            byte[] altered = cookie.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            Browser thief =
                    new Browser(kind.manager, new String(altered, java.nio.charset.StandardCharsets.ISO_8859_1));
            assertThat(thief.read("name", String.class)).as("bit %d", bit).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void differentCookiesOfTheNameMakeARequestAnonymousInEitherOrder(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> session.put("name", "Alice"));
        String good = browser.name() + "=" + browser.cookie();
        String other = browser.name() + "=" + "A".repeat(43);
        for (List<String> lines : List.of(List.of(good + "; " + other), List.of(other, good))) {
            Session session = kind.manager.open(Browser.request(lines), Channel.SECURE);
            assertThat(session.get("name", String.class)).isNull();
        }
        assertThat(kind.told(EventType.COOKIE_CONFLICT)).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theDevelopmentCookieIsWorthNothingInProduction(Managers kind) {
        Session development = kind.manager.open(Browser.request(List.of()), Channel.DEVELOPMENT);
        development.put("name", "Alice");
        String value = development.commitWithHead().orElseThrow().value();
        assertThat(kind.manager
                        .open(Browser.request(List.of("sid=" + value)), Channel.DEVELOPMENT)
                        .get("name", String.class))
                .isEqualTo("Alice");
        assertThat(kind.manager
                        .open(Browser.request(List.of("sid=" + value)), Channel.SECURE)
                        .get("name", String.class))
                .isNull();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void nothingThatPrintsHoldsTheCookie(Managers kind) {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> session.put("name", "Alice"));
        Browser.Visit visit = browser.begin();
        assertThat(visit.session().toString() + kind.events)
                .doesNotContain(browser.cookie())
                .doesNotContain("Alice");
        assertThat(Optional.of(visit.session().handle())).get().asString().matches("[0-9a-f]{16}");
    }
}
