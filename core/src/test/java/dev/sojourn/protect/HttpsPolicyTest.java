package dev.sojourn.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sojourn.http.Decision;
import dev.sojourn.http.Decision.Answer;
import dev.sojourn.http.Header;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpsPolicyTest {

    private static final HttpsPolicy BARE = HttpsPolicy.standard();
    private static final HttpsPolicy SHOP = BARE.origins(Origins.of("https://shop.example", "https://localhost:8443"));
    private static final HttpsPolicy DEVELOPMENT = BARE.developmentOverHttp();

    private static int status(Decision decision) {
        return decision instanceof Answer answer ? answer.status() : 200;
    }

    private static List<String> header(Decision decision, String name) {
        return ((Answer) decision)
                .headers().stream()
                        .filter(header -> header.name().equals(name))
                        .map(Header::value)
                        .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.example", "anything.example:8443", "192.0.2.1", ""})
    void overHttpsWithoutConfigurationEveryHostIsServed(String host) {
        assertThat(BARE.judge(Request.of("POST").to("https", host).head())).isSameAs(Decision.PROCEED);
    }

    @ParameterizedTest
    @CsvSource({
        "shop.example, 200",
        "SHOP.example, 200",
        "shop.example:443, 200",
        "localhost:8443, 200",
        "localhost, 421",
        "shop.example:8443, 421",
        "www.shop.example, 421",
        "shop.example.evil.example, 421",
        "evil.example, 421",
        "shop.example@evil.example, 421",
        "'', 421",
    })
    void overHttpsWithOriginsAnUnknownHostIsMisdirected(String host, int expected) {
        assertThat(status(SHOP.judge(Request.of("GET").to("https", host).head())))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, shop.example, /, https://shop.example/",
        "HEAD, shop.example:80, /a/b?c=d%20e&f, https://shop.example/a/b?c=d%20e&f",
        "GET, localhost:8080, /cart, https://localhost:8443/cart",
        "GET, shop.example, //evil.example/, https://shop.example//evil.example/",
        "GET, shop.example, @evil.example, https://shop.example/",
        "GET, shop.example, .evil.example, https://shop.example/",
        "GET, shop.example, :1@evil.example, https://shop.example/",
        "GET, shop.example, '', https://shop.example/",
        "GET, shop.example, '/a\r\nSet-Cookie: x=y', https://shop.example/",
        "GET, shop.example, /\u00e4, https://shop.example/",
    })
    void overHttpAPageMovesToTheConfiguredOrigin(String method, String host, String target, String location) {
        Decision decision =
                SHOP.judge(Request.of(method).to("http", host).at(target).head());
        assertThat(status(decision)).isEqualTo(308);
        assertThat(header(decision, "Location")).containsExactly(location);
        assertThat(header(decision, "Cache-Control")).containsExactly("no-store");
        assertThat(((Answer) decision).body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "shop.example.evil.example",
                "",
                "192.0.2.1",
                "shop.example/",
                "evil@shop.example"
            })
    void overHttpAnUnknownHostIsNotRedirected(String host) {
        for (String method : List.of("GET", "POST")) {
            Decision decision = SHOP.judge(Request.of(method).to("http", host).head());
            assertThat(status(decision)).isEqualTo(421);
            assertThat(header(decision, "Location")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "BREW"})
    void overHttpOtherMethodsAreRefusedAndNotRedirected(String method) {
        assertThat(status(
                        SHOP.judge(Request.of(method).to("http", "shop.example").head())))
                .isEqualTo(403);
        assertThat(status(
                        BARE.judge(Request.of(method).to("http", "shop.example").head())))
                .isEqualTo(426);
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, Bearer x, 403",
        "Authorization, Basic x, 403",
        "Accept, application/json, 403",
        "Accept, application/problem+json;q=1, 403",
        "Sec-Fetch-Mode, cors, 403",
        "Sec-Fetch-Mode, navigate, 308",
        "Sec-Fetch-Mode, no-cors, 308",
        "Accept, */*, 308",
        "Accept, 'text/html,application/json', 308",
        "Accept, 'Text/HTML', 308",
        "Accept, image/png, 308",
    })
    void overHttpACallByAProgramFailsInsteadOfMoving(String name, String value, int expected) {
        assertThat(status(SHOP.judge(Request.of("GET")
                        .to("http", "shop.example")
                        .with(name, value)
                        .head())))
                .isEqualTo(expected);
    }

    @Test
    void withoutConfigurationPlainHttpGetsAPageThatNamesTheWaysOut() {
        Decision decision = BARE.judge(Request.of("GET")
                .to("http", "shop.example")
                .with("Accept", "text/html,*/*;q=0.8")
                .head());
        assertThat(status(decision)).isEqualTo(426);
        assertThat(header(decision, "Upgrade")).containsExactly("TLS/1.2, HTTP/1.1");
        assertThat(header(decision, "Connection")).containsExactly("Upgrade");
        assertThat(header(decision, "Content-Type")).containsExactly("text/html; charset=utf-8");
        assertThat(header(decision, "Cache-Control")).containsExactly("no-store");
        assertThat(((Answer) decision).body())
                .startsWith("<!doctype html>")
                .contains("origins(\"https://shop.example\")", "trustedProxies(", "developmentOverHttp()")
                .contains("prefers-color-scheme: dark", "width=device-width")
                .doesNotContain("<script", "http://", "{reason}", "url(");
    }

    @Test
    void withoutConfigurationAProgramGetsTheSameAsText() {
        Decision decision =
                BARE.judge(Request.of("POST").to("http", "shop.example").head());
        assertThat(status(decision)).isEqualTo(426);
        assertThat(header(decision, "Content-Type")).containsExactly("text/plain; charset=utf-8");
        assertThat(((Answer) decision).body())
                .contains("origins(\"https://shop.example\")", "trustedProxies(", "developmentOverHttp()")
                .doesNotContain("{reason}", "<");
    }

    @Test
    void theAnswerSaysWhetherAProxyOrTheWrongPlaceIsTheReason() {
        Request proxied = Request.of("GET").to("http", "shop.example").with("X-Forwarded-Proto", "https");
        assertThat(((Answer) BARE.judge(proxied.head())).body()).contains("A proxy passed this request on");
        Request remote = Request.of("GET").to("http", "localhost").from("192.0.2.7");
        assertThat(((Answer) DEVELOPMENT.judge(remote.head())).body()).contains("answers this machine alone");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, localhost:8080, 200",
        "127.0.0.1, LOCALHOST:8080, 200",
        "127.0.0.1, 127.0.0.1:8080, 200",
        "127.8.8.8, shop.localhost, 200",
        "::1, [::1]:8080, 200",
        "0:0:0:0:0:0:0:1, localhost, 200",
        "[::1], localhost, 200",
        "::ffff:127.0.0.1, localhost, 200",
        "192.0.2.7, localhost:8080, 426",
        "10.0.0.1, localhost:8080, 426",
        "0.0.0.0, localhost:8080, 426",
        "'', localhost, 426",
        "localhost, localhost, 426",
        "127.1, localhost, 426",
        "127.0.0.1, rebound.example:8080, 426",
        "127.0.0.1, localhost.evil.example, 426",
        "127.0.0.1, 192.0.2.7:8080, 426",
        "127.0.0.1, '', 426",
    })
    void developmentOverHttpServesThisMachineAlone(String peer, String host, int expected) {
        for (String method : List.of("GET", "POST")) {
            assertThat(status(DEVELOPMENT.judge(
                            Request.of(method).to("http", host).from(peer).head())))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Via"})
    void developmentOverHttpServesNothingThatAProxyPassedOn(String mark) {
        assertThat(status(DEVELOPMENT.judge(Request.of("GET")
                        .to("http", "localhost")
                        .from("127.0.0.1")
                        .with(mark, "x")
                        .head())))
                .isEqualTo(426);
    }

    @Test
    void developmentOverHttpAlsoKnowsTheHostsOfConfiguredOrigins() {
        HttpsPolicy both = SHOP.developmentOverHttp();
        assertThat(both.judge(Request.of("POST")
                        .to("http", "shop.example:8080")
                        .from("127.0.0.1")
                        .head()))
                .isSameAs(Decision.PROCEED);
        assertThat(status(both.judge(Request.of("POST")
                        .to("http", "shop.example")
                        .from("192.0.2.7")
                        .head())))
                .isEqualTo(403);
        assertThat(status(both.judge(Request.of("GET")
                        .to("http", "rebound.example")
                        .from("127.0.0.1")
                        .head())))
                .isEqualTo(421);
    }

    @Test
    void anOwnOriginIsHttps() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BARE.origins(Origins.of("https://shop.example", "http://shop.example")))
                .withMessageContaining("http://shop.example")
                .withMessageContaining("developmentOverHttp()");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https | shop.example         | max-age=31536000; includeSubDomains",
                "https | 192.0.2.1            | max-age=31536000; includeSubDomains",
                "https | mylocalhost.example  | max-age=31536000; includeSubDomains",
                "https | ''                   | max-age=31536000; includeSubDomains",
                "https | localhost:8443       | ''",
                "https | LocalHost            | ''",
                "https | app.localhost        | ''",
                "https | 127.0.0.1:8443       | ''",
                "https | [::1]:8443           | ''",
                "http  | shop.example         | ''",
                "http  | localhost            | ''",
            })
    void strictTransportIsAskedForOverHttpsAndNeverOfLocalHosts(String scheme, String host, String value) {
        var head = Request.of("GET").to(scheme, host).head();
        assertThat(BARE.strictTransport(head).map(Header::value).orElse("")).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "WITH_SUBDOMAINS, max-age=31536000; includeSubDomains",
        "THIS_HOST, max-age=31536000",
        "PRELOAD, max-age=31536000; includeSubDomains; preload",
    })
    void preloadAndTheSingleHostAreChosenByName(StrictTransport choice, String value) {
        var head = Request.of("GET").head();
        assertThat(BARE.strictTransport(choice)
                        .origins(Origins.of("https://shop.example"))
                        .strictTransport(head))
                .contains(new Header("Strict-Transport-Security", value));
    }
}
