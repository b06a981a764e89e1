package dev.sojourn.session.seal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyQualityTest {

    static Stream<byte[]> weakKeys() {
        return Stream.of(
                new byte[0],
                text("changeme"),
                random(31),
                random(1025),
                new byte[32],
                new byte[64],
                filled(0x5a),
                text("changemechangemechangemechangeme"),
                text("correct horse battery staple, and then some"),
                text("sojourn-sample-key-do-not-use-!!"),
                text(HexFormat.of().formatHex(random(32))),
                text("Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE="),
                progression(0, 1),
                progression(31, -1),
                progression(7, 3),
                twice(random(16)),
                twice(random(17)),
                fewOctets(),
                hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"),
                hex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"),
                hex("1c9240a5eb55d38af333888604f6b5f0473917c1402b80099dca5cbc207075c0"));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static byte[] random(int octets) {
        byte[] key = new byte[octets];
        new SecureRandom().nextBytes(key);
        return key;
    }

    private static byte[] filled(int octet) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) octet);
        return key;
    }

    private static byte[] progression(int first, int step) {
        byte[] key = new byte[32];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (first + i * step);
        }
        return key;
    }

    private static byte[] twice(byte[] half) {
        byte[] key = Arrays.copyOf(half, 2 * half.length);
        System.arraycopy(half, 0, key, half.length, half.length);
        return key;
    }

    private static byte[] fewOctets() {
        byte[] key = random(32);
        for (int i = 0; i < key.length; i++) {
            key[i] &= 0x0e;
        }
        return key;
    }

    @ParameterizedTest
    @MethodSource("weakKeys")
    void aWeakKeyIsRefusedInEveryPlaceWithoutBeingShown(byte[] key) {
        byte[] good = random(32);
        assertThatThrownBy(() -> SealingKeys.of(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("random generator")
                .satisfies(refusal -> assertHides(refusal, key));
        assertThatThrownBy(() -> SealingKeys.of(good, key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SealingKeys.of(good, random(32), key)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertHides(Throwable refusal, byte[] key) {
        String message = String.valueOf(refusal.getMessage());
        if (key.length > 8
                && (message.contains(HexFormat.of().formatHex(key))
                        || message.contains(new String(key, StandardCharsets.US_ASCII)))) {
            throw new AssertionError("the message shows the key");
        }
    }

    @Test
    void aShortKeyIsToldTheLimitAndItsLength() {
        assertThatThrownBy(() -> SealingKeys.of(random(31)))
                .hasMessageContaining("32")
                .hasMessageContaining("31");
    }

    @Test
    void randomKeysOf32OctetsAndMoreAreTaken() {
        for (int round = 0; round < 20_000; round++) {
            KeyQuality.require(random(32));
        }
        assertThatCode(() -> SealingKeys.of(random(33))).doesNotThrowAnyException();
        assertThatCode(() -> SealingKeys.of(random(1024))).doesNotThrowAnyException();
    }

    @Test
    void aKeyListedTwiceIsRefused() {
        byte[] key = random(32);
        assertThatThrownBy(() -> SealingKeys.of(key, key)).hasMessageContaining("listed twice");
        assertThatThrownBy(() -> SealingKeys.of(random(32), key, key)).hasMessageContaining("listed twice");
    }
}
