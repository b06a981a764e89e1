package dev.sojourn.session.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LengthPrefixedTest {

    private static String joined(String... parts) {
        LengthPrefixed joined = new LengthPrefixed("x");
        for (String part : parts) {
            joined.add(part);
        }
        return HexFormat.of().formatHex(joined.toByteArray());
    }

    @Test
    void aTextStandsAfterItsLengthInUtf8() {
        assertThat(joined("a", "", "\u00e9\u20ac")).isEqualTo("78" + "000161" + "0000" + "0005c3a9e282ac");
        assertThat(joined("a".repeat(0x102))).startsWith("78010261");
    }

    @Test
    void noTwoSequencesGiveTheSameOctets() {
        assertThat(joined("ab", "c")).isNotEqualTo(joined("a", "bc"));
        assertThat(joined("a", "")).isNotEqualTo(joined("a"));
        assertThat(joined("", "a")).isNotEqualTo(joined("a", ""));
    }

    @Test
    void loneSurrogatesAndOverlongTextsAreRefused() {
        assertThatThrownBy(() -> joined("a\ud800")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> joined("\udc00b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> joined("a".repeat(0x10000)))
                .hasMessageContaining("65535")
                .hasMessageContaining("65536");
    }
}
