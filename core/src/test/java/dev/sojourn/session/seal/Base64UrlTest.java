package dev.sojourn.session.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64UrlTest {

    @Test
    void whatIsEncodedIsDecodedAtEveryLength() {
        Random random = new Random(1);
        for (int length = 0; length < 300; length++) {
            byte[] octets = new byte[length];
            random.nextBytes(octets);
            String text = Base64Url.encode(octets);
            assertThat(Base64Url.decode(text)).isEqualTo(octets);
            assertThat(text).hasSize(Base64Url.encodedLength(length));
            assertThat(Base64Url.decodedLength(text.length())).isEqualTo(length);
            assertThat(Base64.getUrlDecoder().decode(text)).isEqualTo(octets);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "AAAAA",
                "QQ==",
                "QUE=",
                "QUFB=",
                "=",
                "====",
                "QR",
                "Q_",
                "QUF",
                "QUG",
                "QQ ",
                " QQ",
                "Q Q",
                "QU\nFB",
                "QUFB\r\n",
                "+AAA",
                "/AAA",
                "A+AA",
                "AA/A",
                "AAA+",
                "AAA.",
                "Q\u0000",
                "QUF\u0142",
                "\uff21AAA",
                "QUF\ud83c\udf6a",
                "Q?",
                "????",
                "%51Q"
            })
    void everySpellingButTheCanonicalOneIsRefused(String text) {
        assertThat(Base64Url.decode(text)).isNull();
    }

    @Test
    void noTextOfUpToThreeCharactersHasTwoSpellings() {
        for (int first = 0; first < 0x180; first++) {
            for (int second = 0; second < 0x180; second++) {
                requireCanonical("" + (char) first + (char) second);
                requireCanonical("A" + (char) first + (char) second);
                requireCanonical("AA" + (char) first + (char) second);
            }
        }
    }

    private static void requireCanonical(String text) {
        byte[] decoded = Base64Url.decode(text);
        if (decoded != null && !Base64Url.encode(decoded).equals(text)) {
            throw new AssertionError("decoded though not canonical: " + text);
        }
    }
}
