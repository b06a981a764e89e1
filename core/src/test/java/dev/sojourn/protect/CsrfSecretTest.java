package dev.sojourn.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsrfSecretTest {

    private static final String KNOWN =
            "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIA";
    private static final CsrfSecret SECRET = CsrfSecret.ofBytes(counting(0x00));

    private static byte[] counting(int first) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }

    @Test
    void theKnownAnswerIsGivenAndAccepted() {
        assertThat(SECRET.issue(counting(0x20))).isEqualTo(KNOWN);
        assertThat(SECRET.matches(KNOWN, null)).isTrue();
    }

    @Test
    void everyTokenIsAnotherAndAllAreValid() {
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String token = SECRET.issue();
            assertThat(token).hasSize(86);
            assertThat(SECRET.matches(token, null)).isTrue();
            tokens.add(token);
        }
        assertThat(tokens).hasSize(1_000);
    }

    @Test
    void aTokenAlteredInAnyBitIsRefused() {
        for (int bit = 0; bit < 64 * 8; bit++) {
            byte[] bytes = Base64.getUrlDecoder().decode(KNOWN);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            String altered = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            assertThat(SECRET.matches(altered, null)).isFalse();
        }
    }

    @Test
    void aTokenOfAnotherSecretIsRefused() {
        assertThat(SECRET.matches(CsrfSecret.random().issue(), null)).isFalse();
        assertThat(CsrfSecret.random().matches(KNOWN, null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
                KNOWN + "==",
                KNOWN + "A",
                " " + KNOWN,
                KNOWN + "\n",
                "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIB",
                "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg==",
                "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8+ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIA",
                "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8\u00e9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIA",
            })
    void aTokenHasOneSpellingAndTheBareSecretIsNone(String token) {
        assertThat(SECRET.matches(token, null)).isFalse();
        assertThat(SECRET.matches(null, token)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "absent, absent, false",
        "good, absent, true",
        "absent, good, true",
        "good, good, true",
        "good, bad, false",
        "bad, good, false",
        "bad, absent, false",
        "good, empty, false",
        "empty, good, false",
    })
    void headerAndFieldMustAgreeWhereBothAreThere(String header, String field, boolean matches) {
        assertThat(SECRET.matches(token(header), token(field))).isEqualTo(matches);
    }

    private static @org.jspecify.annotations.Nullable String token(String kind) {
        return switch (kind) {
            case "good" -> SECRET.issue();
            case "bad" -> CsrfSecret.random().issue();
            case "empty" -> "";
            default -> null;
        };
    }

    @Test
    void theSecretIsCopiedInAndOutAndShownNowhere() {
        byte[] bytes = counting(0x00);
        CsrfSecret secret = CsrfSecret.ofBytes(bytes);
        bytes[0] = 99;
        secret.revealBytes()[1] = 99;
        assertThat(secret.revealBytes()).isEqualTo(counting(0x00));
        assertThat(secret).hasToString("CsrfSecret[redacted]");
        assertThatIllegalArgumentException().isThrownBy(() -> CsrfSecret.ofBytes(new byte[31]));
    }
}
