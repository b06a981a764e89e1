package dev.sojourn.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.demo.Visitor.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that mean no good: refused or anonymous, and never an error of the server. */
@ParameterizedClass
@EnumSource
class HostileRequestTest extends DemoOfEachKind {

    private static final int RANDOM_COOKIES = Integer.getInteger("sojourn.random.cookies", 200);

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "http://localhost", "https://localhost", "null"})
    void aFormFromAnotherOriginChangesNothing(String origin) throws Exception {
        Visitor alice = demo.visitor();
        alice.login();

        assertThat(alice.send(alice.form("/cart", origin, "item", "tea")).status())
                .isEqualTo(403);
        assertThat(alice.send(alice.form("/logout", origin)).status()).isEqualTo(403);
        assertThat(alice.send(alice.form("/account", origin, "current", Visitor.PASSWORD, "password", "off with it"))
                        .status())
                .isEqualTo(403);

        assertThat(alice.isSignedIn()).isTrue();
        assertThat(alice.cartSize()).isZero();
        assertThat(demo.visitor().login().status()).isEqualTo(303);
    }

    @Test
    void plainHttpRedirectsPagesAndRefusesForms() throws Exception {
        Visitor visitor = demo.visitor();

        Answer page = visitor.send(visitor.request(demo.plainAddress() + "/cart?from=plain"));
        Answer form = visitor.send(visitor.request(demo.plainAddress() + "/cart")
                .header("Origin", demo.address())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("item=tea")));

        assertThat(page.status()).isEqualTo(308);
        assertThat(page.location()).isEqualTo(demo.address() + "/cart?from=plain");
        assertThat(form.status()).isEqualTo(403);
        assertThat(visitor.cookie(Visitor.SESSION_COOKIE)).isEmpty();
    }

    @Test
    void aCookieAlteredInAnyBitIsAnonymous() throws Exception {
        Visitor alice = demo.visitor();
        alice.login();
        String cookie = alice.cookie(Visitor.SESSION_COOKIE);
        try (RawClient client = new RawClient(demo)) {
            assertThat(client.get("/api/me", Visitor.SESSION_COOKIE + "=" + cookie))
                    .isEqualTo(200);
            for (int i = 0; i < cookie.length(); i++) {
                for (int bit = 0; bit < 8; bit++) {
                    char altered = (char) (cookie.charAt(i) ^ (1 << bit));
                    String value = cookie.substring(0, i) + altered + cookie.substring(i + 1);
                    assertThat(client.get("/api/me", Visitor.SESSION_COOKIE + "=" + value))
                            .as("bit %s of character %s", bit, i)
                            .isIn(400, 401);
                }
            }
            assertThat(client.get("/api/me", Visitor.SESSION_COOKIE + "=" + cookie))
                    .isEqualTo(200);
        }
    }

    @Test
    void randomCookiesAreAnonymousAndNeverAnErrorOfTheServer() throws Exception {
        Random random = new Random(1865);
        try (RawClient client = new RawClient(demo)) {
            for (int i = 0; i < RANDOM_COOKIES; i++) {
                String line = cookieLine(random);
                int status = client.get(i % 2 == 0 ? "/api/me" : "/cart", line);
                assertThat(status).as("Cookie: %s", line).isIn(i % 2 == 0 ? 401 : 200, 400, 431);
            }
        }
    }

    /** Of any length, from plausible to noise. */
    private static String cookieLine(Random random) {
        byte[] octets = new byte[random.nextInt(20) == 0 ? random.nextInt(9000) : random.nextInt(200)];
        random.nextBytes(octets);
        String plausible = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        return switch (random.nextInt(4)) {
            case 0 -> Visitor.SESSION_COOKIE + "=" + plausible;
            case 1 ->
                Visitor.SESSION_COOKIE + "=" + plausible + "; theme=" + plausible + "; " + Visitor.SESSION_COOKIE + "="
                        + plausible;
            case 2 -> Visitor.SESSION_COOKIE + "=" + visible(octets);
            default -> visible(octets);
        };
    }

    /** The octets without those that end a header line. */
    private static String visible(byte[] octets) {
        StringBuilder text = new StringBuilder();
        for (byte octet : octets) {
            int character = octet & 0xff;
            text.append((char) (character < ' ' || character == 0x7f ? '~' : character));
        }
        return text.toString();
    }
}
