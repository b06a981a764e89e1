package dev.sojourn.testkit.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.event.EventType;
import dev.sojourn.web.Sojourn;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The exam of a door: scenarios over real sockets, the same for every server. A door sits it by a subclass that says how to
 * start a server with it; each scenario starts one of its own, on a free port of 127.0.0.1.
 */
public abstract class DoorContract {

    /** For the door's own test. */
    protected DoorContract() {}

    /**
     * Starts a server on a free port of 127.0.0.1, over plain HTTP, with the door before the application: every request that
     * the door lets through goes to {@link ReferenceApplication#answer}, with the exchange that the door keeps for it.
     */
    protected abstract RunningDoor start(Sojourn<String> sojourn, ReferenceApplication application) throws Exception;

    private Exam open(Kind kind) throws Exception {
        return open(kind, UnaryOperator.identity());
    }

    private Exam open(Kind kind, UnaryOperator<Sojourn.Builder<String>> rules) throws Exception {
        return new Exam(kind, rules, this::start);
    }

    // ---- Sessions.

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aVisitorWhoStoresNothingGetsNoCookieAndCostsNoStoreCall(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            RawResponse untouched = exam.browser().get("/public");
            RawResponse looked = exam.browser().get("/get?k=a");

            assertThat(untouched.status()).isEqualTo(200);
            assertThat(untouched.text()).isEqualTo("public");
            assertThat(looked.text()).isEqualTo("-");
            assertThat(untouched.all("Set-Cookie")).isEmpty();
            assertThat(looked.all("Set-Cookie")).isEmpty();
            assertThat(exam.store.calls()).isZero();
        }
    }

    @Test
    void aRequestThatNeverAsksForItsSessionCostsNoStoreCall() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            Browser browser = exam.browser();
            browser.post("/set", "k=a&v=1");
            int before = exam.store.calls();

            assertThat(browser.get("/public").text()).isEqualTo("public");
            assertThat(exam.store.calls()).isEqualTo(before);

            assertThat(browser.get("/get?k=a").text()).isEqualTo("1");
            assertThat(exam.store.calls()).isEqualTo(before + 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatOneRequestStoresTheNextOneReads(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();

            RawResponse stored = browser.post("/set", "k=name&v=Ada");

            assertThat(stored.status()).isEqualTo(303);
            assertThat(stored.header("Set-Cookie"))
                    .startsWith(Exam.COOKIE + "=")
                    .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax")
                    .doesNotContain("Domain", "Max-Age", "Expires");
            assertThat(browser.get(stored.header("Location")).text()).isEqualTo("Ada");
        }
    }

    @Test
    void theCookieIsSentOnlyWhenTheTokenChanges() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            Browser browser = exam.browser();
            assertThat(browser.post("/set", "k=a&v=1").all("Set-Cookie")).hasSize(1);
            assertThat(browser.post("/set", "k=a&v=2").all("Set-Cookie")).isEmpty();
            assertThat(browser.get("/get?k=a").all("Set-Cookie")).isEmpty();
            exam.clock.advance(Duration.ofMinutes(10));
            assertThat(browser.get("/get?k=a").all("Set-Cookie")).isEmpty();
            String before = browser.cookie(Exam.COOKIE);

            assertThat(browser.post("/renew", "").all("Set-Cookie")).hasSize(1);
            assertThat(browser.cookie(Exam.COOKIE)).isNotEqualTo(before);
            assertThat(browser.get("/get?k=a").text()).isEqualTo("2");
        }
    }

    @Test
    void aRequestHeldOpenAcrossARenewalSendsNoCookie() throws Exception {
        try (Exam exam = open(Kind.STORED);
                Parallel parallel = new Parallel()) {
            Browser browser = exam.browser();
            browser.post("/set", "k=a&v=1");
            ReferenceApplication.Hold hold = exam.application.hold("x");
            Browser slow = browser.copy();
            Future<RawResponse> held = parallel.begin(() -> slow.get("/slow?hold=x&k=a&v=late"));
            hold.awaitArrival();

            browser.post("/renew", "");
            hold.release();

            assertThat(held.get().all("Set-Cookie")).isEmpty();
            assertThat(browser.get("/get?k=a").text()).isEqualTo("1");
        }
    }

    @Test
    void aRequestHeldOpenAcrossALogoutRevivesNothing() throws Exception {
        try (Exam exam = open(Kind.STORED);
                Parallel parallel = new Parallel()) {
            Browser browser = exam.browser();
            browser.post("/login", "user=alice");
            ReferenceApplication.Hold hold = exam.application.hold("x");
            Browser slow = browser.copy();
            Future<RawResponse> held = parallel.begin(() -> slow.get("/slow?hold=x&k=a&v=late"));
            hold.awaitArrival();

            Browser stolen = browser.copy();
            RawResponse loggedOut = browser.post("/logout", "");
            hold.release();

            assertThat(loggedOut.header("Set-Cookie"))
                    .startsWith(Exam.COOKIE + "=;")
                    .contains("Max-Age=0");
            assertThat(held.get().all("Set-Cookie")).isEmpty();
            assertThat(stolen.get("/who").text()).isEqualTo("nobody");
            assertThat(stolen.get("/get?k=a").text()).isEqualTo("-");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatAHandlerStoredBeforeItFailedIsKept(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();

            RawResponse failed = browser.post("/fail", "k=a&v=kept");

            assertThat(failed.status()).isEqualTo(500);
            assertThat(failed.all("Strict-Transport-Security")).hasSize(1);
            assertThat(browser.get("/get?k=a").text()).isEqualTo("kept");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aValueChangedInPlaceIsKept(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();
            browser.post("/add", "v=one");
            browser.post("/add", "v=two");
            assertThat(browser.get("/added").text()).isEqualTo("one,two");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aChangeAfterTheHeadHasLeftIsAClearErrorAndChangesNothing(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();
            browser.post("/set", "k=a&v=1");

            ignoringBrokenEnd(() -> browser.get("/late-change?k=a&v=2"));

            assertThat(exam.application.awaitThrown())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("head of the response has left");
            assertThat(browser.get("/get?k=a").text()).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aFirstUseAfterTheHeadHasLeftIsAClearError(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            ignoringBrokenEnd(() -> exam.browser().get("/late?k=a&v=2"));

            assertThat(exam.application.awaitThrown())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("head of the response has left");
            assertThat(exam.store.calls()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void responsesWithoutABodyCarryTheCookieToo(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            for (int status : new int[] {204, 304, 404}) {
                Browser browser = exam.browser();
                RawResponse response = browser.get("/status?k=a&v=1&status=" + status);
                assertThat(response.status()).isEqualTo(status);
                assertThat(response.all("Set-Cookie")).hasSize(1);
                assertThat(response.body()).isEmpty();
                assertThat(browser.get("/get?k=a").text()).isEqualTo("1");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aHeadRequestCarriesTheCookieAndNoBody(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();
            RawResponse response = browser.send(RawRequest.get("/big?text=1").method("HEAD"));
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isEmpty();
            assertThat(response.all("Set-Cookie")).hasSize(1);
            assertThat(browser.get("/get?k=big").text()).isEqualTo("seen");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aBigBodyArrivesWholeBehindItsCookie(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            RawResponse octets = exam.browser().get("/big");
            RawResponse text = exam.browser().get("/big?text=1");

            assertThat(octets.body()).isEqualTo(ReferenceApplication.pattern(ReferenceApplication.BIG));
            assertThat(text.text().equals(ReferenceApplication.BIG_TEXT)).isTrue();
            assertThat(octets.all("Set-Cookie")).hasSize(1);
            assertThat(text.all("Set-Cookie")).hasSize(1);
        }
    }

    @Test
    void fiftyParallelRequestsThatWriteFiftyAttributesAllWin() throws Exception {
        try (Exam exam = open(Kind.STORED);
                Parallel parallel = new Parallel()) {
            Browser browser = exam.browser();
            browser.post("/set", "k=first&v=0");
            List<Future<RawResponse>> writes = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String form = "k=key" + i + "&v=" + i;
                writes.add(parallel.begin(() -> browser.post("/set", form)));
            }
            for (Future<RawResponse> write : writes) {
                assertThat(write.get().status()).isEqualTo(303);
            }
            assertThat(browser.get("/names").text().split(",")).hasSize(51);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anIdleSessionEnds(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();
            browser.post("/set", "k=a&v=1");
            exam.clock.advance(Exam.IDLE.minusSeconds(1));
            assertThat(browser.copy().get("/get?k=a").text()).isEqualTo("1");
            exam.clock.advance(Exam.IDLE.plus(Exam.IDLE));
            assertThat(browser.get("/get?k=a").text()).isEqualTo("-");
        }
    }

    // ---- Cookies that are not ours, and places that are not cookies.

    @ParameterizedTest
    @EnumSource(Kind.class)
    void severalDifferentSessionCookiesMakeARequestAnonymous(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser one = exam.browser();
            Browser other = exam.browser();
            one.post("/set", "k=a&v=1");
            other.post("/set", "k=a&v=2");
            String pairOne = Exam.COOKIE + "=" + one.cookie(Exam.COOKIE);
            String pairOther = Exam.COOKIE + "=" + other.cookie(Exam.COOKIE);
            int before = exam.store.calls();

            RawRequest request = RawRequest.get("/get?k=a");
            RawResponse both = exam.send(request.with("Cookie", pairOne + "; " + pairOther));
            RawResponse lines = exam.send(request.and("Cookie", pairOther).and("Cookie", pairOne));

            assertThat(both.text()).isEqualTo("-");
            assertThat(lines.text()).isEqualTo("-");
            assertThat(both.all("Set-Cookie")).isEmpty();
            assertThat(exam.store.calls()).isEqualTo(before);
            assertThat(exam.told(EventType.COOKIE_CONFLICT)).isEqualTo(2);
            assertThat(exam.send(request.with("Cookie", pairOne + "; " + pairOne))
                            .text())
                    .isEqualTo("1");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aSessionOutsideItsCookieIsIgnored(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();
            browser.post("/login", "user=alice");
            String value = browser.cookie(Exam.COOKIE);

            assertThat(exam.browser()
                            .get("/who?" + Exam.COOKIE + "=" + value + "&jsessionid=" + value)
                            .text())
                    .isEqualTo("nobody");
            RawResponse inPath = exam.browser().get("/who;jsessionid=" + value + ";" + Exam.COOKIE + "=" + value);
            assertThat(inPath.text()).isNotEqualTo("alice");
            assertThat(exam.send(RawRequest.get("/who").with("Authorization", "Bearer " + value))
                            .text())
                    .isEqualTo("nobody");
            assertThat(exam.send(RawRequest.get("/who").with("Cookie", "sid=" + value))
                            .text())
                    .isEqualTo("nobody");
            assertThat(exam.send(RawRequest.get("/who").with("Cookie", "JSESSIONID=" + value))
                            .text())
                    .isEqualTo("nobody");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aValueThatTheServerNeverIssuedIsNotAdopted(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();
            browser.cookie(Exam.COOKIE, "A".repeat(43));

            browser.post("/set", "k=a&v=1");

            assertThat(browser.cookie(Exam.COOKIE)).isNotEqualTo("A".repeat(43));
            assertThat(exam.send(RawRequest.get("/get?k=a").with("Cookie", Exam.COOKIE + "=" + "A".repeat(43)))
                            .text())
                    .isEqualTo("-");
        }
    }

    // ---- A store that fails.

    @Test
    void aStoreThatCannotBeReadGives503AndTouchesNoCookie() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            Browser browser = exam.browser();
            browser.post("/set", "k=a&v=1");
            exam.store.fail(true, false);

            RawResponse response = browser.get("/get?k=a");

            assertUnavailable(response);
            assertThat(browser.get("/public").status()).isEqualTo(200);
            exam.store.fail(false, false);
            assertThat(browser.get("/get?k=a").text()).isEqualTo("1");
        }
    }

    @Test
    void aStoreThatCannotBeWrittenGives503AndTouchesNoCookie() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            Browser browser = exam.browser();
            browser.post("/set", "k=a&v=1");
            exam.store.fail(false, true);

            assertUnavailable(browser.post("/set", "k=a&v=2"));
            assertUnavailable(exam.browser().post("/set", "k=a&v=2"));
            assertUnavailable(browser.get("/status?k=a&v=2&status=204"));
            assertUnavailable(browser.post("/login", "user=alice"));

            exam.store.fail(false, false);
            assertThat(browser.get("/get?k=a").text()).isEqualTo("1");
        }
    }

    @Test
    void aStoreThatFailsUnderAGuardGives503() throws Exception {
        try (Exam exam = open(Kind.STORED, rules -> rules.protect("/account/**"))) {
            Browser browser = exam.browser();
            browser.post("/login", "user=alice");
            int before = exam.application.hits();
            exam.store.fail(true, false);

            assertUnavailable(browser.get("/account/me"));

            assertThat(exam.application.hits()).isEqualTo(before);
            exam.store.fail(false, false);
            assertThat(browser.get("/account/me").text()).isEqualTo("alice");
        }
    }

    private static void assertUnavailable(RawResponse response) {
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isNotEmpty();
        assertThat(response.all("Set-Cookie")).isEmpty();
        assertThat(response.all("Strict-Transport-Security")).hasSize(1);
    }

    @Test
    void aLogoutThatTheStoreCannotHearClearsTheCookieAndSays503() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            Browser browser = exam.browser();
            browser.post("/login", "user=alice");
            exam.store.fail(true, true);

            RawResponse response = browser.post("/logout", "");

            assertThat(response.status()).isEqualTo(503);
            assertThat(response.text()).contains("will end your session");
            assertThat(response.header("Set-Cookie"))
                    .startsWith(Exam.COOKIE + "=;")
                    .contains("Max-Age=0");
            assertThat(browser.cookie(Exam.COOKIE)).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aSessionTooLargeGives500AndTheOldOneStaysValid(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();
            browser.post("/set", "k=a&v=1");

            RawResponse response = browser.post("/large", "v=x");

            assertThat(response.status()).isEqualTo(500);
            assertThat(response.all("Set-Cookie")).isEmpty();
            assertThat(response.body()).isEmpty();
            assertThat(browser.get("/get?k=a").text()).isEqualTo("1");
        }
    }

    // ---- Where a request comes from.

    @Test
    void aFormFromAForeignPageNeverReachesItsHandler() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            Browser browser = exam.browser();
            browser.post("/login", "user=alice");
            int hits = exam.application.hits();
            int calls = exam.store.calls();
            RawRequest form = RawRequest.post("/set", "k=a&v=evil");

            RawResponse byFetchMetadata = browser.send(form.with("Sec-Fetch-Site", "cross-site"));
            RawResponse bySibling =
                    browser.send(form.with("Sec-Fetch-Site", "same-site").with("Origin", "https://evil.example"));
            RawResponse byOrigin = browser.send(form.without("Sec-Fetch-Site").with("Origin", "https://evil.example"));
            RawResponse byNothing = browser.send(form.without("Sec-Fetch-Site").without("Origin"));

            for (RawResponse response : List.of(byFetchMetadata, bySibling, byOrigin, byNothing)) {
                assertThat(response.status()).isEqualTo(403);
                assertThat(response.all("Set-Cookie")).isEmpty();
                assertThat(response.header("Vary")).contains("Sec-Fetch-Site");
                assertThat(response.all("Strict-Transport-Security")).hasSize(1);
            }
            assertThat(exam.application.hits()).isEqualTo(hits);
            assertThat(exam.store.calls()).isEqualTo(calls);
            assertThat(exam.told(EventType.MALICIOUS_CSRF)).isEqualTo(4);
        }
    }

    @Test
    void aTrustedOriginMaySendForms() throws Exception {
        try (Exam exam = open(Kind.STORED, rules -> rules.trustedOrigins("https://pay.example"))) {
            RawRequest form = RawRequest.post("/set", "k=a&v=1").with("Sec-Fetch-Site", "cross-site");
            assertThat(exam.send(form.with("Origin", "https://pay.example")).status())
                    .isEqualTo(303);
            assertThat(exam.send(form.with("Origin", "https://pay.example.evil.example"))
                            .status())
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whereATokenIsRequiredFormsCarryItInAFieldAndScriptsInAHeader(Kind kind) throws Exception {
        try (Exam exam = open(kind, Sojourn.Builder::requireToken)) {
            Browser browser = exam.browser();
            String token = browser.get("/form").text();
            String other = exam.browser().get("/form").text();

            assertThat(browser.post("/set", "k=a&v=1").status()).isEqualTo(403);
            assertThat(browser.post("/set?_csrf=" + token, "k=a&v=1").status()).isEqualTo(403);
            assertThat(browser.post("/set", "k=a&v=1&_csrf=" + other).status()).isEqualTo(403);
            assertThat(browser.get("/get?k=a").text()).isEqualTo("-");

            assertThat(browser.post("/set", "k=a&v=form&_csrf=" + token).status())
                    .isEqualTo(303);
            assertThat(browser.get("/get?k=a").text()).isEqualTo("form");
            assertThat(browser.send(RawRequest.post("/set", "k=a&v=script").with("X-CSRF-Token", token))
                            .status())
                    .isEqualTo(303);
            assertThat(browser.get("/get?k=a").text()).isEqualTo("script");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aRequestRefusedForItsTokenDoesNotKeepTheSessionAlive(Kind kind) throws Exception {
        try (Exam exam = open(kind, Sojourn.Builder::requireToken)) {
            Browser browser = exam.browser();
            String token = browser.get("/form").text();
            String other = exam.browser().get("/form").text();
            exam.clock.advance(Exam.IDLE.dividedBy(2));

            RawResponse refused = browser.post("/set", "k=a&v=1&_csrf=" + other);

            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.all("Set-Cookie")).isEmpty();
            assertThat(exam.told(EventType.MALICIOUS_CSRF)).isEqualTo(1);
            exam.clock.advance(Exam.IDLE.multipliedBy(3).dividedBy(4));
            assertThat(browser.post("/set", "k=a&v=1&_csrf=" + token).status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"&x=%zz", "&x=%", "&%4=x"})
    void aFormThatIsNotEncodedRightlyIsRefusedBesideAValidToken(String malformed) throws Exception {
        try (Exam exam = open(Kind.STORED, Sojourn.Builder::requireToken)) {
            Browser browser = exam.browser();
            String token = browser.get("/form").text();
            int before = exam.store.calls();
            int hits = exam.application.hits();

            assertThat(browser.post("/set", "_csrf=" + token + malformed).status())
                    .isEqualTo(400);
            assertThat(browser.post("/set", "_csrf=" + token + "&a".repeat(1_000))
                            .status())
                    .isEqualTo(400);
            assertThat(exam.store.calls()).isEqualTo(before);
            assertThat(exam.application.hits()).isEqualTo(hits);
        }
    }

    @Test
    void anExemptedPathMayBeCalledFromElsewhere() throws Exception {
        try (Exam exam = open(Kind.STORED, rules -> rules.exempt("POST", "/set"))) {
            RawRequest hook = RawRequest.post("/set", "k=a&v=1").with("Sec-Fetch-Site", "cross-site");
            assertThat(exam.send(hook).status()).isEqualTo(303);
            assertThat(exam.send(new RawRequest("POST", "/set/", hook.headers(), hook.body()))
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void traceIsRefused() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            assertThat(exam.send(RawRequest.get("/public").method("TRACE")).status())
                    .isEqualTo(405);
            assertThat(exam.application.hits()).isZero();
        }
    }

    // ---- How a request comes.

    @Test
    void plainHttpGets426WithTheWaysOutUntilTheOriginIsKnown() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            RawResponse response = exam.send(RawRequest.get("/public").with("X-Forwarded-Proto", "http"));
            assertThat(response.status()).isEqualTo(426);
            assertThat(response.text()).contains("origins(", "trustedProxies(", "developmentOverHttp()");
            assertThat(response.all("Strict-Transport-Security")).isEmpty();
            assertThat(exam.application.hits()).isZero();
        }
    }

    @Test
    void plainHttpIsRedirectedToTheKnownOriginAndFormsAreRefused() throws Exception {
        try (Exam exam = open(Kind.STORED, rules -> rules.origins("https://" + RawRequest.HOST))) {
            RawRequest page = RawRequest.get("/get?k=a").with("X-Forwarded-Proto", "http");
            RawResponse redirect = exam.send(page);
            assertThat(redirect.status()).isEqualTo(308);
            assertThat(redirect.header("Location")).isEqualTo("https://" + RawRequest.HOST + "/get?k=a");
            assertThat(redirect.all("Strict-Transport-Security")).isEmpty();

            RawRequest form = RawRequest.post("/set", "k=a&v=1").with("X-Forwarded-Proto", "http");
            assertThat(exam.send(form).status()).isEqualTo(403);
            assertThat(exam.send(RawRequest.get("/public").with("Host", "evil.example"))
                            .status())
                    .isEqualTo(421);
            assertThat(exam.application.hits()).isZero();
        }
    }

    @Test
    void developmentOverHttpServesThisMachineUnderAnotherCookie() throws Exception {
        try (Exam exam = open(Kind.STORED, Sojourn.Builder::developmentOverHttp)) {
            RawRequest form = new RawRequest("POST", "/set", List.of(), new byte[0])
                    .with("Host", "localhost")
                    .with("Origin", "http://localhost")
                    .body("k=a&v=1");
            RawResponse stored = exam.send(form);
            assertThat(stored.status()).isEqualTo(303);
            assertThat(stored.header("Set-Cookie")).startsWith("sid=").doesNotContain("Secure");

            RawRequest read = RawRequest.get("/get?k=a").with("Cookie", "sid=" + stored.setCookie("sid"));
            assertThat(exam.send(read.without("X-Forwarded-Proto").with("Host", "localhost"))
                            .text())
                    .isEqualTo("1");
            assertThat(exam.send(read).text()).isEqualTo("-");
        }
    }

    // ---- What caches and browsers are told.

    @ParameterizedTest
    @ValueSource(strings = {"/get?k=a", "/names", "/contains?k=a", "/who"})
    void aResponseThatLookedAtTheSessionVariesByCookieAndIsPrivate(String target) throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            RawResponse response = exam.browser().get(target);
            assertThat(response.header("Vary")).isEqualTo("Cookie");
            assertThat(response.header("Cache-Control")).contains("private");
        }
    }

    @Test
    void aPublicResponseThatLookedAtTheSessionIsMadePrivate() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            RawResponse response = exam.browser().get("/cached?k=a");
            assertThat(response.all("Cache-Control")).hasSize(1);
            assertThat(response.header("Cache-Control"))
                    .contains("private", "max-age=60")
                    .doesNotContain("public");
        }
    }

    @Test
    void aResponseThatNeverLookedAtTheSessionMayBeCached() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            RawResponse response = exam.browser().get("/public");
            assertThat(response.header("Cache-Control")).isEqualTo("public, max-age=60");
            assertThat(response.header("Vary")).doesNotContain("Cookie");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aResponseThatSetsTheCookieIsNotStored(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            RawResponse response = exam.browser().post("/set", "k=a&v=1");
            assertThat(response.header("Cache-Control")).isEqualTo("no-store");
            assertThat(response.header("Vary")).isEqualTo("Cookie");
        }
    }

    @Test
    void everyHttpsResponseAsksForStrictTransport() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            for (String target : List.of("/public", "/me", "/nowhere", "/status?k=a&v=1&status=204")) {
                assertThat(exam.browser().get(target).header("Strict-Transport-Security"))
                        .as(target)
                        .contains("max-age=31536000");
            }
        }
    }

    // ---- Signing in.

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aPersonSignsInAndOut(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();
            browser.post("/set", "k=kept&v=cart");
            browser.post("/set", "k=planted&v=evil");
            String before = browser.cookie(Exam.COOKIE);

            RawResponse signedIn = browser.post("/login", "user=alice");

            assertThat(signedIn.all("Set-Cookie")).hasSize(1);
            assertThat(browser.cookie(Exam.COOKIE)).isNotEqualTo(before);
            assertThat(browser.get("/me").text()).isEqualTo("alice");
            assertThat(browser.get("/get?k=kept").text()).isEqualTo("cart");
            assertThat(browser.get("/get?k=planted").text()).isEqualTo("-");

            RawResponse signedOut = browser.post("/logout", "");

            assertThat(signedOut.status()).isEqualTo(303);
            assertThat(signedOut.all("Set-Cookie")).hasSize(1);
            assertThat(browser.cookie(Exam.COOKIE)).isNull();
            assertThat(browser.get("/who").text()).isEqualTo("nobody");
            assertThat(browser.post("/logout", "").status()).isEqualTo(303);
        }
    }

    @Test
    void theCookieFromBeforeTheLoginIsWorthless() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            Browser browser = exam.browser();
            browser.post("/set", "k=kept&v=cart");
            Browser fixated = browser.copy();

            browser.post("/login", "user=alice");

            assertThat(fixated.get("/who").text()).isEqualTo("nobody");
            assertThat(fixated.get("/get?k=kept").text()).isEqualTo("-");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void signingOutByGetIsRefused(Kind kind) throws Exception {
        try (Exam exam = open(kind)) {
            Browser browser = exam.browser();
            browser.post("/login", "user=alice");

            RawResponse response = browser.get("/logout");

            assertThat(response.status()).isEqualTo(405);
            assertThat(response.header("Allow")).isEqualTo("POST");
            assertThat(browser.get("/who").text()).isEqualTo("alice");
        }
    }

    @Test
    void aVisitorIsSentToSignInAndAScriptGets401() throws Exception {
        try (Exam exam = open(Kind.STORED)) {
            RawResponse page = exam.send(RawRequest.get("/me?a=b").with("Sec-Fetch-Mode", "navigate"));
            assertThat(page.status()).isEqualTo(303);
            assertThat(page.header("Location")).startsWith("/login?next=").contains("me");

            RawResponse script = exam.send(RawRequest.get("/me").with("Sec-Fetch-Mode", "cors"));
            assertThat(script.status()).isEqualTo(401);
            assertThat(script.header("Vary")).contains("Cookie");
        }
    }

    @Test
    void rulesByPathKeepVisitorsFromEveryHandlerBelow() throws Exception {
        try (Exam exam = open(Kind.STORED, rules -> rules.protect("/account/**"))) {
            for (String method : List.of("GET", "HEAD", "OPTIONS", "DELETE", "PROPFIND")) {
                RawRequest request = RawRequest.post("/account/me", "").method(method);
                assertThat(exam.send(request).status()).as(method).isEqualTo(401);
            }
            assertThat(exam.application.hits()).isZero();

            Browser browser = exam.browser();
            browser.post("/login", "user=alice");
            assertThat(browser.get("/account/me").text()).isEqualTo("alice");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/account;x/me",
                "//account/me",
                "/public/../account/me",
                "/account%2fme",
                "/%2e/account/me",
                "/account/./me",
                "/public/%2e%2e/account/me",
                "/account%5cme"
            })
    void anAmbiguousPathIsRefusedWhereRulesByPathGuard(String target) throws Exception {
        try (Exam exam = open(Kind.STORED, rules -> rules.protect("/account/**"))) {
            assertThat(exam.send(RawRequest.get(target)).status()).isEqualTo(400);
            assertThat(exam.application.hits()).isZero();
        }
    }

    @Test
    void whatIsNotListedAsPublicIsDeniedByDefault() throws Exception {
        try (Exam exam = open(Kind.STORED, rules -> rules.denyByDefault("/public"))) {
            assertThat(exam.browser().get("/get?k=a").status()).isEqualTo(401);
            assertThat(exam.browser().get("/nowhere").status()).isEqualTo(401);
            assertThat(exam.application.hits()).isZero();
            assertThat(exam.browser().get("/public").status()).isEqualTo(200);
            assertThat(exam.store.calls()).isZero();

            Browser browser = exam.browser();
            assertThat(browser.post("/login", "user=alice").status()).isEqualTo(303);
            assertThat(browser.get("/get?k=a").text()).isEqualTo("-");
        }
    }

    /** Requests of several people at once. */
    private static final class Parallel implements AutoCloseable {

        private final ExecutorService threads = Executors.newCachedThreadPool();

        Future<RawResponse> begin(Callable<RawResponse> request) {
            return threads.submit(request);
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }

    private interface Sending {
        RawResponse send() throws IOException;
    }

    /** A handler that fails half-way through its body may cost the connection; that is the server's affair. */
    private static void ignoringBrokenEnd(Sending sending) {
        try {
            assertThat(sending.send().status()).isEqualTo(200);
        } catch (IOException brokenOff) {
            assertThat(brokenOff).isNotNull();
        }
    }
}
