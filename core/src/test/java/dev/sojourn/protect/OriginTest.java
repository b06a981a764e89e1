package dev.sojourn.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

    @ParameterizedTest
    @CsvSource({
        "https://shop.example, https://shop.example",
        "https://shop.example:443, https://shop.example",
        "https://shop.example:8443, https://shop.example:8443",
        "http://shop.example:80, http://shop.example",
        "http://shop.example:443, http://shop.example:443",
        "https://shop.example:80, https://shop.example:80",
        "https://192.0.2.1:65535, https://192.0.2.1:65535",
        "https://[::1], https://[::1]",
        "https://[2001:db8:0:0:0:0:0:1]:443, https://[2001:db8::1]",
        "https://[::ffff:192.0.2.1], https://[::ffff:c000:201]",
        "capacitor://localhost, capacitor://localhost",
        "https://xn--bcher-kva.example, https://xn--bcher-kva.example",
    })
    void anOriginIsReadAndItsDefaultPortElided(String text, String canonical) {
        assertThat(Origin.parse(text)).map(Origin::toString).contains(canonical);
        assertThat(Origin.of(text)).isEqualTo(Origin.of(canonical)).hasSameHashCodeAs(Origin.of(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "shop.example",
                "//shop.example",
                "://shop.example",
                "https:shop.example",
                "https:/shop.example",
                "https://",
                "https:///",
                "https://shop.example/",
                "https://shop.example/path",
                "https://shop.example?",
                "https://shop.example#",
                "https://user@shop.example",
                "https://user:pw@shop.example",
                "https://shop.example@evil.example",
                "https://shop.example:443@evil.example",
                "https://Shop.example",
                "HTTPS://shop.example",
                "https://shop.example:",
                "https://shop.example:0",
                "https://shop.example:0443",
                "https://shop.example:65536",
                "https://shop.example:999999",
                "https://shop.example:44a",
                "https://shop.example:-1",
                "https://shop.example:443:443",
                "https://shop.example https://evil.example",
                "https://shop.example,https://evil.example",
                "https://shop.example ",
                " https://shop.example",
                "https://shop.example\t",
                "https://sh\u00f6p.example",
                "https://\u017fhop.example",
                "https://shop.example\\evil",
                "https://shop%2eexample",
                "https://*.example",
                "https://[::1",
                "https://::1",
                "https://[]",
                "https://[::1]x",
                "https://[::1]:",
                "https://[fe80::1%eth0]",
                "https://[192.0.2.1]",
                "1https://shop.example",
            })
    void anythingElseIsNoOrigin(String text) {
        assertThat(Origin.parse(text)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Origin.of(text)).withMessageContaining(text);
    }

    @Test
    void aHostOfAnyLengthIsRefusedBeyondWhatNamesCanHave() {
        assertThat(Origin.parse("https://" + "a".repeat(262))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https, SHOP.example, https://shop.example",
        "https, shop.example:443, https://shop.example",
        "http, shop.example:443, http://shop.example:443",
        "https, [::1]:8443, https://[::1]:8443",
        "https, [2001:DB8::1], https://[2001:db8::1]",
    })
    void aRequestIsAddressedToTheOriginOfItsSchemeAndHost(String scheme, String authority, String origin) {
        assertThat(Origin.ofRequest(Request.of("GET").to(scheme, authority).head()))
                .contains(Origin.of(origin));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "shop.example/", "a@b", "shop.example:", "\u212Aiosk.example", "a,b", "[::1"})
    void aRequestWithoutASoundHostIsAddressedToNone(String authority) {
        assertThat(Origin.ofRequest(Request.of("GET").to("https", authority).head()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://localhost:8443, true",
        "https://shop.localhost, true",
        "https://127.0.0.1, true",
        "https://127.1.2.3, true",
        "https://[::1]:8443, true",
        "https://[::ffff:127.0.0.1], true",
        "https://localhost.example, false",
        "https://notlocalhost, false",
        "https://128.0.0.1, false",
        "https://127.0.0.1.example, false",
        "https://[::2], false",
    })
    void localMeansThisMachineByName(String origin, boolean local) {
        assertThat(Origin.of(origin).local()).isEqualTo(local);
    }

    @Test
    void originsDifferInSchemeHostOrPort() {
        Origins origins = Origins.of("https://shop.example", "https://shop.example:8443");
        assertThat(origins.contains(Origin.of("https://shop.example:443"))).isTrue();
        assertThat(origins.contains(Origin.of("http://shop.example"))).isFalse();
        assertThat(origins.contains(Origin.of("https://www.shop.example"))).isFalse();
        assertThat(origins.contains(Origin.of("https://shop.example:444"))).isFalse();
        assertThat(Origins.none().contains(Origin.of("https://shop.example"))).isFalse();
    }
}
