package dev.sojourn.protect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.http.RequestHead;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    private static final TrustedProxies PROXIES = TrustedProxies.of("10.0.0.0/8", "::1");
    private static final String PROXY = "10.0.0.1";

    private static Request viaProxy() {
        return Request.of("GET").to("http", "inner:8080").from(PROXY);
    }

    @Test
    void withoutTrustedProxiesForwardingHeadersAreNotEvenRead() {
        RequestHead head = new RequestHead(
                "GET",
                "http",
                "shop.example",
                "/",
                null,
                name -> {
                    throw new AssertionError("read " + name);
                },
                "127.0.0.1");
        assertThat(TrustedProxies.none().resolve(head)).isSameAs(head);
        assertThat(PROXIES.resolve(head)).isSameAs(head);
        assertThat(PROXIES.readingForwarded().resolve(head)).isSameAs(head);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7", "11.0.0.1", "", "unix", "010.0.0.1", "proxy.example", "::2"})
    void aPeerThatIsNotListedSpeaksForNobody(String peer) {
        RequestHead head = viaProxy()
                .from(peer)
                .with("X-Forwarded-For", "198.51.100.1")
                .with("X-Forwarded-Proto", "https")
                .with("X-Forwarded-Host", "shop.example")
                .head();
        assertThat(PROXIES.resolve(head)).isSameAs(head);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1", "::ffff:10.0.0.1", "[::1]", "0:0:0:0:0:0:0:1", "::1%lo", "[::ffff:10.9.9.9]:4711"})
    void aListedPeerIsKnownInAnySpellingOfItsAddress(String peer) {
        RequestHead head =
                viaProxy().from(peer).with("X-Forwarded-For", "198.51.100.1").head();
        assertThat(PROXIES.resolve(head).peer()).isEqualTo("198.51.100.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "198.51.100.1                                  | 198.51.100.1",
                "1.1.1.1, 198.51.100.1                         | 198.51.100.1",
                "1.1.1.1, 198.51.100.1, 10.2.3.4               | 198.51.100.1",
                "1.1.1.1, 198.51.100.1,10.2.3.4 ,\t::1         | 198.51.100.1",
                "10.5.5.5, 10.2.3.4                            | 10.5.5.5",
                "::ffff:198.51.100.1                           | 198.51.100.1",
                "[2001:DB8::1]:443                             | 2001:db8::1",
                "198.51.100.1:55555                            | 198.51.100.1",
                "fe80::1%eth0                                  | fe80::1",
                "198.51.100.1, unknown                         | 10.0.0.1",
                "198.51.100.1, unknown, 10.2.3.4               | 10.2.3.4",
                "198.51.100.1, 0x7f.0.0.1                      | 10.0.0.1",
                "198.51.100.1, 0177.0.0.1, 10.2.3.4            | 10.2.3.4",
                "198.51.100.1, 127.1                           | 10.0.0.1",
                "198.51.100.1, evil.example                    | 10.0.0.1",
                "', 198.51.100.1                               | 198.51.100.1",
                "\", 198.51.100.1                              | 198.51.100.1",
                ", ,198.51.100.1,,                             | 198.51.100.1",
                "''                                            | 10.0.0.1",
            },
            quoteCharacter = '~')
    void theClientIsTheFirstUntrustedHopFromTheRight(String line, String client) {
        RequestHead head = viaProxy().with("X-Forwarded-For", line).head();
        assertThat(PROXIES.resolve(head).peer()).isEqualTo(client);
    }

    @Test
    void severalLinesAreOneList() {
        RequestHead head = viaProxy()
                .with("X-Forwarded-For", "1.1.1.1, 198.51.100.1")
                .with("X-Forwarded-For", "10.2.3.4")
                .head();
        assertThat(PROXIES.resolve(head).peer()).isEqualTo("198.51.100.1");
    }

    @Test
    void aListOfMoreThan32HopsIsIgnoredWhole() {
        String hops = String.join(", ", Collections.nCopies(32, "198.51.100.1"));
        RequestHead most = viaProxy()
                .with("X-Forwarded-For", hops)
                .with("X-Forwarded-Proto", "https")
                .head();
        assertThat(PROXIES.resolve(most).peer()).isEqualTo("198.51.100.1");
        RequestHead tooMany = viaProxy()
                .with("X-Forwarded-For", "1.1.1.1")
                .with("X-Forwarded-For", hops)
                .with("X-Forwarded-Proto", "https")
                .head();
        assertThat(PROXIES.resolve(tooMany)).isSameAs(tooMany);
        RequestHead tooManyElements = viaProxy()
                .with("Forwarded", String.join(",", Collections.nCopies(33, "for=198.51.100.1;proto=https")))
                .head();
        assertThat(PROXIES.readingForwarded().resolve(tooManyElements)).isSameAs(tooManyElements);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https        | https",
                "HTTPS        | https",
                "wss          | https",
                "http         | http",
                "ws           | http",
                "https, http  | http",
                "http, https  | https",
                "httpsx       | http",
                "\"https\"    | http",
            })
    void theSchemeIsWhatTheNearestProxySays(String line, String scheme) {
        RequestHead head = viaProxy()
                .with("X-Forwarded-For", "198.51.100.1")
                .with("X-Forwarded-Proto", line)
                .head();
        assertThat(PROXIES.resolve(head).scheme()).isEqualTo(scheme);
    }

    @Test
    void aProxyThatNamesNoSchemeLeavesThatOfTheConnection() {
        assertThat(PROXIES.resolve(viaProxy().to("https", "a").head()).scheme()).isEqualTo("https");
        assertThat(PROXIES.resolve(viaProxy().head()).scheme()).isEqualTo("http");
    }

    @Test
    void aProxyMayNameTheSchemeAlone() {
        RequestHead head =
                PROXIES.resolve(viaProxy().with("X-Forwarded-Proto", "https").head());
        assertThat(head.scheme()).isEqualTo("https");
        assertThat(head.authority()).isEqualTo("inner:8080");
        assertThat(head.peer()).isEqualTo(PROXY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shop.example                 | shop.example",
                "Shop.Example:8443            | shop.example:8443",
                "evil.example, shop.example   | shop.example",
                "[2001:db8::1]:8443           | [2001:db8::1]:8443",
                "shop.example/x               | ''",
                "a@shop.example               | ''",
                "shop.example:x               | ''",
            })
    void theHostIsWhatTheNearestProxySaysAndNoneWhereThatIsMalformed(String line, String authority) {
        RequestHead head = viaProxy().with("X-Forwarded-Host", line).head();
        assertThat(PROXIES.resolve(head).authority()).isEqualTo(authority);
    }

    @Test
    void onlyTheConfiguredHeaderIsRead() {
        RequestHead head = viaProxy()
                .with("X-Forwarded-For", "198.51.100.1")
                .with("X-Forwarded-Proto", "https")
                .with("Forwarded", "for=203.0.113.5;proto=http;host=other.example")
                .head();
        RequestHead byX = PROXIES.resolve(head);
        assertThat(byX.peer() + " " + byX.scheme()).isEqualTo("198.51.100.1 https");
        RequestHead byForwarded = PROXIES.readingForwarded().resolve(head);
        assertThat(byForwarded.peer() + " " + byForwarded.scheme() + " " + byForwarded.authority())
                .isEqualTo("203.0.113.5 http other.example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "for=198.51.100.1;proto=https;host=shop.example                        | 198.51.100.1 https shop.example",
                "For=198.51.100.1 ; PROTO=https ; Host=\"shop.example:8443\"           | 198.51.100.1 https shop.example:8443",
                "for=\"[2001:db8::1]:4711\";proto=https                                | 2001:db8::1 https inner:8080",
                "for=1.1.1.1;proto=http, for=198.51.100.1;proto=https;by=10.0.0.1      | 198.51.100.1 https inner:8080",
                "for=198.51.100.1;proto=https, for=10.2.2.2;proto=http                 | 198.51.100.1 https inner:8080",
                "for=1.1.1.1;proto=https, for=198.51.100.1;proto=http, for=10.2.2.2;proto=https"
                        + " | 198.51.100.1 http inner:8080",
                "for=1.1.1.1;proto=https, for=198.51.100.1                             | 198.51.100.1 http inner:8080",
                "for=unknown;proto=https                                               | 10.0.0.1 https inner:8080",
                "for=_hidden;proto=https, for=10.2.2.2;proto=http                      | 10.2.2.2 https inner:8080",
                "proto=https;host=shop.example                                         | 10.0.0.1 https shop.example",
                "for=1.1.1.1;proto=https, for=unknown                                  | 10.0.0.1 http inner:8080",
                "for=1.1.1.1;for=2.2.2.2;proto=https                                   | 10.0.0.1 http inner:8080",
                "for=1.1.1.1;proto=https;proto=https                                   | 10.0.0.1 http inner:8080",
                "nonsense                                                              | 10.0.0.1 http inner:8080",
                "for=\"1.1.1.1;proto=https                                             | 10.0.0.1 http inner:8080",
                "for=\"1.1.1.1, for=198.51.100.1;proto=https                           | 198.51.100.1 https inner:8080",
                "for=x;note=\"a,b;proto=http\";proto=https                             | 10.0.0.1 https inner:8080",
            })
    void theStandardHeaderGivesClientSchemeAndHostOfOneElement(String line, String expected) {
        RequestHead head = PROXIES.readingForwarded()
                .resolve(viaProxy().with("Forwarded", line).head());
        assertThat(head.peer() + " " + head.scheme() + " " + head.authority()).isEqualTo(expected);
    }

    @Test
    void whatAClientPrependsNeverChangesWhatProxiesAppended() {
        for (String forged :
                new String[] {"\"", "\\", "for=\"", ";", "for=1.1.1.1;proto=https", "for=\"a\\", ",,,", "="}) {
            RequestHead head = PROXIES.readingForwarded()
                    .resolve(viaProxy()
                            .with("Forwarded", forged + ", for=198.51.100.1;proto=http, for=\"[::1]\"")
                            .head());
            assertThat(head.peer() + " " + head.scheme()).as(forged).isEqualTo("198.51.100.1 http");
        }
    }

    @Test
    void methodTargetAndHeadersStayAsTheyAre() {
        RequestHead head = Request.of("POST")
                .at("/a?b=c")
                .from(PROXY)
                .with("X-Forwarded-For", "198.51.100.1")
                .with("Cookie", "a=b")
                .head();
        RequestHead resolved = PROXIES.resolve(head);
        assertThat(resolved.method()).isEqualTo("POST");
        assertThat(resolved.target()).isEqualTo("/a?b=c");
        assertThat(resolved.headers()).isSameAs(head.headers());
    }
}
