package dev.sojourn.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sojourn.http.Decision;
import dev.sojourn.http.Decision.Answer;
import dev.sojourn.http.Header;
import dev.sojourn.http.RequestHead;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPolicyTest {

    private static final OriginPolicy POLICY = OriginPolicy.of(Origins.of("https://shop.example"), "__Host-sid", "sid")
            .trusting(Origins.of("https://pay.example", "https://partner.shop.example"));
    private static final List<String> COLUMNS =
            List.of("absent", "null", "own", "trusted", "other", "malformed", "several");

    /** What the token stage would find. */
    private enum Token implements BooleanSupplier {
        VALID,
        ABSENT,
        NOT_ASKED_FOR;

        @Override
        public boolean getAsBoolean() {
            assertThat(this).as("the token was asked for").isNotEqualTo(NOT_ASKED_FOR);
            return this == VALID;
        }
    }

    /** One cell of the table as a request, before a credential is added. */
    private static Request request(String method, String site, String origin) {
        Request request = Request.of(method).at("/cart");
        switch (site) {
            case "absent" -> {}
            case "unknown" -> request.with("Sec-Fetch-Site", "Same-Origin");
            case "repeated" -> request.with("Sec-Fetch-Site", "same-origin").with("Sec-Fetch-Site", "cross-site");
            case "joined" -> request.with("Sec-Fetch-Site", "same-origin, same-origin");
            case "twice" -> request.with("Sec-Fetch-Site", "same-origin").with("Sec-Fetch-Site", " same-origin ");
            default -> request.with("Sec-Fetch-Site", site);
        }
        switch (origin) {
            case "absent" -> {}
            case "own" -> request.with("Origin", "https://shop.example");
            case "trusted" -> request.with("Origin", "https://pay.example");
            case "other" -> request.with("Origin", "https://evil.example");
            case "malformed" -> request.with("Origin", "https://shop.example/");
            case "several" -> request.with("Origin", "https://shop.example").with("Origin", "https://shop.example");
            default -> request.with("Origin", origin);
        }
        return request;
    }

    /**
     * Columns: what Origin says. Cells: pass; no = refused whatever the token; token = passes with a valid token alone;
     * cred = as token where the request bears a credential, else pass; null = no, and token where the application allows it.
     */
    @ParameterizedTest(name = "Sec-Fetch-Site {0}")
    @CsvSource({
        // .......... absent, null,  own,  trusted, other, malformed, several
        "same-origin, pass,   pass,  pass, pass,    no,    no,        no",
        "twice,       pass,   pass,  pass, pass,    no,    no,        no",
        "none,        pass,   token, pass, pass,    token, token,     token",
        "same-site,   no,     no,    no,   pass,    no,    no,        no",
        "cross-site,  no,     no,    no,   pass,    no,    no,        no",
        "absent,      cred,   null,  pass, pass,    no,    no,        no",
        "unknown,     cred,   null,  pass, pass,    no,    no,        no",
        "repeated,    cred,   null,  pass, pass,    no,    no,        no",
        "joined,      cred,   null,  pass, pass,    no,    no,        no",
    })
    void theDecisionTableHoldsForEveryUnsafeMethod(
            String site, String a, String b, String c, String d, String e, String f, String g) {
        List<String> cells = List.of(a, b, c, d, e, f, g);
        for (String method :
                List.of("POST", "PUT", "PATCH", "DELETE", "CONNECT", "BREW", "get", "post", "UPGRADED GET")) {
            for (int column = 0; column < cells.size(); column++) {
                Request request = request(method.equals("UPGRADED GET") ? "GET" : method, site, COLUMNS.get(column));
                if (method.equals("UPGRADED GET")) {
                    request.with("Upgrade", "websocket");
                }
                expectCell(cells.get(column), request, method + " " + site + " " + COLUMNS.get(column));
            }
        }
    }

    private static void expectCell(String cell, Request request, String what) {
        OriginPolicy lenient = POLICY.allowNullOriginWithToken();
        OriginPolicy strict = POLICY.requireToken();
        RequestHead bare = request.head();
        RequestHead head = request.with("Cookie", "a=b; __Host-sid=x").head();
        boolean passes = cell.equals("pass");
        assertThat(POLICY.judge(head, Token.ABSENT).proceeds()).as(what).isEqualTo(passes);
        assertThat(POLICY.judge(head, Token.VALID).proceeds())
                .as(what + " with token")
                .isEqualTo(passes || cell.equals("token") || cell.equals("cred"));
        assertThat(POLICY.judge(bare, Token.ABSENT).proceeds())
                .as(what + " without credential")
                .isEqualTo(passes || cell.equals("cred"));
        assertThat(lenient.judge(head, Token.ABSENT).proceeds()).as(what).isEqualTo(passes);
        assertThat(lenient.judge(head, Token.VALID).proceeds())
                .as(what + " with token, null allowed")
                .isEqualTo(!cell.equals("no"));
        assertThat(strict.judge(head, Token.ABSENT).proceeds())
                .as(what + " token required")
                .isFalse();
        assertThat(strict.judge(head, Token.VALID).proceeds())
                .as(what + " token required and given")
                .isEqualTo(POLICY.judge(head, Token.VALID).proceeds());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void safeMethodsPassWithoutAnyHeaderBeingReadButUpgrade(String method) {
        RequestHead head = new RequestHead(
                method,
                "https",
                "shop.example",
                "/",
                null,
                name -> {
                    assertThat(name).isEqualTo("Upgrade");
                    return List.of();
                },
                "192.0.2.7");
        assertThat(POLICY.requireToken().judge(head, Token.NOT_ASKED_FOR)).isSameAs(Decision.PROCEED);
    }

    @Test
    void aForeignPageCannotOpenAWebSocket() {
        RequestHead head = Request.of("GET")
                .with("Upgrade", "websocket")
                .with("Connection", "Upgrade")
                .with("Origin", "https://evil.example")
                .with("Cookie", "__Host-sid=x")
                .head();
        assertThat(POLICY.verdict(head, Token.VALID)).isEqualTo(OriginVerdict.OTHER_ORIGIN);
    }

    @Test
    void traceIsNotServedFromAnywhere() {
        Decision decision = POLICY.judge(request("TRACE", "same-origin", "own").head(), Token.VALID);
        assertThat(((Answer) decision).status()).isEqualTo(405);
        assertThat(((Answer) decision).headers()).extracting(Header::name).contains("Allow");
        assertThat(OriginVerdict.TRACE.forgery()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://shop.example",
                "https://shop.example:444",
                "https://shop.example.evil.example",
                "https://evilshop.example",
                "https://www.shop.example",
                "https://example",
                "https://shop.example@evil.example",
                "https://evil.example@shop.example",
                "https://shop.example/",
                "https://shop.example#",
                "https://shop.example, https://shop.example",
                "https://shop.example https://shop.example",
                "https://Shop.example",
                "https://shop.example.",
                "https://partner.shop.example:8443",
                "NULL",
                "",
                "*",
                "file://",
                "chrome-extension://shop.example",
            })
    void anOriginThatOnlyLooksLikeOursIsNotOurs(String origin) {
        for (String site : List.of("absent", "same-origin", "cross-site")) {
            assertThat(POLICY.judge(request("POST", site, origin).head(), Token.VALID)
                            .proceeds())
                    .as(site)
                    .isFalse();
        }
    }

    @Test
    void aSiblingSubdomainIsRefusedUnlessItsExactOriginIsTrusted() {
        Request sibling = Request.of("POST").with("Sec-Fetch-Site", "same-site");
        assertThat(POLICY.verdict(
                        sibling.with("Origin", "https://evil.shop.example").head(), Token.VALID))
                .isEqualTo(OriginVerdict.OTHER_SITE);
        Request partner = Request.of("POST").with("Sec-Fetch-Site", "same-site");
        assertThat(POLICY.verdict(
                        partner.with("Origin", "https://partner.shop.example").head(), Token.NOT_ASKED_FOR))
                .isEqualTo(OriginVerdict.TRUSTED);
    }

    @ParameterizedTest
    @CsvSource({
        "https, shop.example, https://shop.example, true",
        "https, SHOP.example:443, https://shop.example, true",
        "https, shop.example:8443, https://shop.example:8443, true",
        "https, shop.example:8443, https://shop.example, false",
        "https, shop.example, http://shop.example, false",
        "http, localhost:8080, http://localhost:8080, true",
        "http, localhost:8080, http://localhost:3000, false",
        "https, '', https://shop.example, false",
        "https, [::1]:8443, https://[::1]:8443, true",
    })
    void withoutConfigurationTheOwnOriginIsSchemeAndHostOfTheRequest(
            String scheme, String host, String origin, boolean passes) {
        RequestHead head = Request.of("POST")
                .to(scheme, host)
                .with("Origin", origin)
                .with("Cookie", "sid=x")
                .head();
        assertThat(OriginPolicy.of(Origins.none(), "sid")
                        .judge(head, Token.ABSENT)
                        .proceeds())
                .isEqualTo(passes);
    }

    @Test
    void withConfigurationTheHostOfTheRequestDecidesNothing() {
        RequestHead head = Request.of("POST")
                .to("https", "evil.example")
                .with("Origin", "https://evil.example")
                .head();
        assertThat(POLICY.judge(head, Token.VALID).proceeds()).isFalse();
    }

    @Test
    void inDevelopmentOverHttpTheOwnOriginIsTheLocalOne() {
        RequestHead head = Request.of("POST")
                .to("http", "localhost:8080")
                .with("Origin", "http://localhost:8080")
                .head();
        assertThat(POLICY.verdict(head, Token.NOT_ASKED_FOR)).isEqualTo(OriginVerdict.NAMED_ORIGIN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Cookie        | __Host-sid=x               | true",
                "Cookie        | sid=x                      | true",
                "Cookie        | a=b;sid=x                  | true",
                "Cookie        | a=b;  sid = x              | true",
                "Cookie        | sid=\"                     | true",
                "Cookie        | sid=1; sid=2               | true",
                "Cookie        | sidecar=x                  | false",
                "Cookie        | inside=x                   | false",
                "Cookie        | a=sid                      | false",
                "Cookie        | SID=x                      | false",
                "Authorization | Basic dTpw                 | true",
                "Authorization | basic dTpw                 | true",
                "Authorization | Negotiate YII=             | true",
                "Authorization | NTLM TlRM                  | true",
                "Authorization | Digest username=a          | true",
                "Authorization | Bearer abc                 | false",
                "Authorization | DPoP abc                   | false",
            })
    void whereNothingTellsTheSenderACredentialThatBrowsersAddNeedsAToken(String name, String line, boolean ambient) {
        RequestHead head = Request.of("POST").with(name, line).head();
        assertThat(POLICY.verdict(head, Token.ABSENT))
                .isEqualTo(ambient ? OriginVerdict.UNKNOWN_SENDER : OriginVerdict.NO_CREDENTIAL);
        assertThat(POLICY.verdict(head, Token.VALID))
                .isEqualTo(ambient ? OriginVerdict.TOKEN : OriginVerdict.NO_CREDENTIAL);
    }

    @Test
    void aCredentialOnASecondLineCounts() {
        RequestHead head =
                Request.of("POST").with("Cookie", "a=b").with("Cookie", "sid=x").head();
        assertThat(POLICY.verdict(head, Token.ABSENT)).isEqualTo(OriginVerdict.UNKNOWN_SENDER);
    }

    @Test
    void aRequestWithoutCredentialNeedsNoTokenEvenWhereTokensAreRequired() {
        assertThat(POLICY.requireToken().verdict(Request.of("POST").head(), Token.NOT_ASKED_FOR))
                .isEqualTo(OriginVerdict.NO_CREDENTIAL);
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain",
        "application/json",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "''",
    })
    void theBodyTypeDecidesNothing(String type) {
        RequestHead head = request("POST", "cross-site", "other")
                .with("Content-Type", type.isEmpty() ? null : type)
                .head();
        assertThat(POLICY.verdict(head, Token.VALID)).isEqualTo(OriginVerdict.OTHER_SITE);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /hook/, true",
        "POST, /hook, false",
        "POST, /hook/x, false",
        "POST, //hook/, false",
        "POST, /hook/;, false",
        "POST, /hook;/, false",
        "POST, /hook/., false",
        "POST, /%68ook/, false",
        "POST, /HOOK/, false",
        "POST, /hook/?a=b, true",
        "PUT, /hook/, false",
        "post, /hook/, false",
        "TRACE, /hook/, false",
    })
    void anExemptionIsOneMethodAtOneExactPath(String method, String target, boolean passes) {
        RequestHead head = request(method, "cross-site", "other").at(target).head();
        OriginVerdict verdict =
                POLICY.requireToken().exempting("POST", "/hook/").verdict(head, Token.ABSENT);
        assertThat(verdict == OriginVerdict.EXEMPT).isEqualTo(passes);
        assertThat(verdict.decision().proceeds()).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource({"POST, hook", "POST, /hook/*", "POST, /a/../b", "POST, /a?b", "post, /hook", "TRACE, /hook", "'', /hook"
    })
    void anExemptionThatIsNoExactPairIsRefused(String method, String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> POLICY.exempting(method, path));
    }

    @Test
    void theTokenIsAskedForAtMostOnceAndOnlyWhereItMatters() {
        AtomicInteger asked = new AtomicInteger();
        BooleanSupplier counting = () -> asked.incrementAndGet() > 0;
        assertThat(POLICY.verdict(request("POST", "same-origin", "own").head(), counting))
                .isEqualTo(OriginVerdict.SAME_ORIGIN);
        assertThat(POLICY.verdict(request("POST", "cross-site", "other").head(), counting))
                .isEqualTo(OriginVerdict.OTHER_SITE);
        assertThat(asked).hasValue(0);
        assertThat(POLICY.requireToken().verdict(request("POST", "none", "null").head(), counting))
                .isEqualTo(OriginVerdict.TOKEN);
        assertThat(asked).hasValue(1);
    }

    @Test
    void aRefusalIs403AndVariesByWhatDecidedIt() {
        Answer answer =
                (Answer) POLICY.judge(request("POST", "cross-site", "other").head(), Token.VALID);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers()).contains(new Header("Vary", "Sec-Fetch-Site, Origin"));
        assertThat(answer.body()).contains("another site").doesNotContain("evil.example");
    }

    @Test
    void everyRefusalSaysWhyAndEveryPassSaysNothing() {
        for (OriginVerdict verdict : OriginVerdict.values()) {
            assertThat(verdict.reason().isEmpty())
                    .as(verdict.name())
                    .isEqualTo(verdict.decision().proceeds());
            assertThat(verdict.forgery())
                    .as(verdict.name())
                    .isEqualTo(verdict.decision() instanceof Answer answer && answer.status() == 403);
        }
    }
}
