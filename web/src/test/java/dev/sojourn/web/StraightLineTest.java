package dev.sojourn.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventType;
import dev.sojourn.http.Decision;
import dev.sojourn.http.Header;
import dev.sojourn.http.HeaderLookup;
import dev.sojourn.http.RequestHead;
import dev.sojourn.login.Access;
import dev.sojourn.login.LoginManager;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.SessionTooLargeException;
import dev.sojourn.session.store.ForwardingStore;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.SessionLimit;
import dev.sojourn.session.store.SessionStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StraightLineTest {

    private static final HeaderLookup NO_FIELDS = name -> List.of();

    private final SessionManager sessions =
            SessionManager.in(MemoryStore.create()).build();
    private final LoginManager<String> logins =
            LoginManager.<String>of(Optional::of, Function.identity()).build();

    @AfterEach
    void close() {
        sessions.close();
    }

    private Exchange<String> begin(Sojourn.Builder<String> rules, RequestHead head) {
        return rules.build().begin(head, () -> null);
    }

    private Sojourn.Builder<String> rules() {
        return Sojourn.of(sessions, logins);
    }

    private static int status(Exchange<?> exchange) {
        return exchange.decision() instanceof Decision.Answer answer ? answer.status() : 0;
    }

    /** Each request breaks the rules from its own step on; the earliest step answers. */
    @Test
    void theStepsOfArrivalJudgeInTheirOrder() {
        Sojourn.Builder<String> rules = rules().origins("https://shop.example").protect("/account/**");
        Map<String, String> foreign = Map.of("Sec-Fetch-Site", "cross-site");
        RequestHead everything = Requests.of("POST", "//account/x", foreign);
        RequestHead plain = new RequestHead(
                "POST", "http", "shop.example", everything.path(), null, everything.headers(), everything.peer());

        assertThat(status(begin(rules, plain))).isEqualTo(403);
        assertThat(((Decision.Answer) begin(rules, plain).decision()).body()).contains("plain HTTP");
        assertThat(((Decision.Answer) begin(rules, everything).decision()).body())
                .contains("another site");
        assertThat(status(begin(rules, Requests.get("//account/x")))).isEqualTo(400);
        assertThat(status(begin(rules, Requests.get("/account/x")))).isEqualTo(401);
        assertThat(begin(rules, Requests.get("/")).decision().proceeds()).isTrue();
    }

    @Test
    void anAmbiguousPathMattersOnlyWhereRulesByPathGuard() {
        assertThat(begin(rules(), Requests.get("//a;b/%2f")).decision().proceeds())
                .isTrue();
    }

    @Test
    void theHeadOfARequestThatNeverAskedForItsSessionOnlyAsksForStrictTransport() {
        HeadOutcome outcome = begin(rules(), Requests.get("/")).leave(NO_FIELDS);
        assertThat(outcome)
                .isEqualTo(new HeadOutcome.Send(
                        List.of(new Header("Strict-Transport-Security", "max-age=31536000; includeSubDomains")),
                        List.of()));
    }

    @Test
    void leavingTwiceGivesTheSameOutcomeAndCommitsOnce() {
        Exchange<String> exchange = begin(rules(), Requests.get("/"));
        exchange.session().put("k", "v");

        assertThat(exchange.hasLeft()).isFalse();
        HeadOutcome first = exchange.leave(NO_FIELDS);

        assertThat(exchange.leave(NO_FIELDS)).isSameAs(first);
        assertThat(exchange.hasLeft()).isTrue();
        assertThat(((HeadOutcome.Send) first).add())
                .singleElement()
                .satisfies(field -> assertThat(field.name()).isEqualTo("Set-Cookie"));
    }

    @Test
    void theSessionIsOneForTheWholeRequestAndMayBeReadAfterTheHead() {
        Exchange<String> exchange = begin(rules(), Requests.get("/"));
        exchange.session().put("k", "v");
        exchange.leave(NO_FIELDS);
        assertThat(exchange.session().get("k", String.class)).isEqualTo("v");
        assertThatThrownBy(() -> exchange.session().put("k", "late")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFirstUseAfterTheHeadIsAnError() {
        Exchange<String> exchange = begin(rules(), Requests.get("/"));
        exchange.leave(NO_FIELDS);
        assertThatThrownBy(exchange::session)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("head of the response has left");
        assertThatThrownBy(() -> exchange.login().user()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSessionTooLargeFailsTheHeadWithoutAnyCookie() {
        Exchange<String> exchange = begin(rules(), Requests.get("/"));
        exchange.session().put("one", "v".repeat(900_000));
        exchange.session().put("two", "v".repeat(900_000));

        HeadOutcome.Fail fail = (HeadOutcome.Fail) exchange.leave(NO_FIELDS);

        assertThat(fail.cause()).isInstanceOf(SessionTooLargeException.class);
        assertThat(fail.answer().status()).isEqualTo(500);
        assertThat(fail.answer().body()).isEmpty();
        assertThat(fail.answer().headers())
                .extracting(Header::name)
                .containsExactlyInAnyOrder("Cache-Control", "Strict-Transport-Security");
    }

    private static String cookieOf(HeadOutcome outcome) {
        Header field = ((HeadOutcome.Send) outcome).add().get(0);
        assertThat(field.name()).isEqualTo("Set-Cookie");
        return field.value();
    }

    @Test
    void aUserWhomTheGuardFindsGoneIsRefusedAndTheirCookieGoesToo() {
        Set<String> users = new HashSet<>(Set.of("alice"));
        Sojourn<String> rules = Sojourn.of(
                        sessions,
                        LoginManager.<String>of(id -> Optional.of(id).filter(users::contains), Function.identity())
                                .build())
                .protect("/account/**")
                .build();
        Exchange<String> signIn = rules.begin(Requests.get("/"), () -> null);
        signIn.login().login("alice");
        String pair = cookieOf(signIn.leave(NO_FIELDS)).split(";", 2)[0];
        RequestHead request = Requests.of("GET", "/account/x", Map.of("Cookie", pair));
        assertThat(rules.begin(request, () -> null).decision().proceeds()).isTrue();

        users.clear();
        Exchange<String> refused = rules.begin(request, () -> null);

        assertThat(status(refused)).isEqualTo(401);
        assertThat(cookieOf(refused.leave(NO_FIELDS)))
                .startsWith("__Host-sid=;")
                .contains("Max-Age=0");
    }

    @Test
    void finishingTwiceTellsOfALateChangeOnce() {
        List<Event> events = new ArrayList<>();
        try (SessionManager observed =
                SessionManager.in(MemoryStore.create()).events(events::add).build()) {
            Exchange<Void> exchange = Sojourn.of(observed).build().begin(Requests.get("/"), () -> null);
            List<String> list = new ArrayList<>();
            exchange.session().put("k", list);
            exchange.leave(NO_FIELDS);
            list.add("late");

            exchange.finish();
            exchange.finish();
        }
        assertThat(events).extracting(Event::type).containsOnlyOnce(EventType.CHANGED_AFTER_COMMIT);
    }

    @Test
    void anotherSojournsExchangeIsNotTaken() {
        Exchange<String> exchange = begin(rules(), Requests.get("/"));
        assertThat(exchange.sojourn().own(exchange)).isSameAs(exchange);
        assertThatThrownBy(() -> rules().build().own(exchange)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLimitOfSessionsThatCannotBeCountedIsRefusedAtTheStart() {
        LoginManager<String> limited = LoginManager.<String>of(Optional::of, Function.identity())
                .maxSessions(3)
                .build();
        SessionStore uncounted = new ForwardingStore(MemoryStore.create()) {
            @Override
            public <C> Optional<C> capability(Class<C> type) {
                return type == SessionLimit.class ? Optional.empty() : super.capability(type);
            }
        };
        try (SessionManager stored = SessionManager.in(uncounted).build()) {
            assertThatThrownBy(() -> Sojourn.of(stored, limited).build())
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThat(Sojourn.of(stored, logins).build()).isNotNull();
        }
    }

    @Test
    void withoutALoginManagerNobodySignsInAndNothingCanBeProtected() {
        Sojourn<Void> plain = Sojourn.of(sessions).build();
        Exchange<Void> exchange = plain.begin(Requests.get("/"), () -> null);
        exchange.session().put("k", "v");
        assertThatThrownBy(exchange::login).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> exchange.guard(Access.LOGGED_IN)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Sojourn.of(sessions).protect("/account/**").build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("LoginManager");
    }

    @Test
    void theLoginPageIsOpenEvenWhereEverythingElseIsDenied() {
        Sojourn.Builder<String> rules = rules().denyByDefault();
        assertThat(status(begin(rules, Requests.get("/anything")))).isEqualTo(401);
        assertThat(begin(rules, Requests.get("/login")).decision().proceeds()).isTrue();
    }
}
