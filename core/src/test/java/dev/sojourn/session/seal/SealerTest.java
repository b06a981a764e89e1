package dev.sojourn.session.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealerTest {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final byte[] KEY = seeded(32, 1);
    private static final byte[] OTHER_KEY = seeded(32, 2);

    @TempDir
    Path directory;

    private final AtomicInteger opens = new AtomicInteger();

    private static byte[] seeded(int octets, long seed) {
        byte[] bytes = new byte[octets];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Sealer session(SealingKeys keys) {
        return keys.sealer("session", "app", "__Host-sid");
    }

    /** A sealer that counts how often it asks the cipher whether something is authentic. */
    private Sealer counting(SealingKeys keys) {
        return new Sealer(keys, "session", "app", "__Host-sid", key -> {
            Aead real = new XaesGcm(key, new SecureRandom(), System::nanoTime, 1000);
            return new Aead() {
                @Override
                public void seal(byte[] plaintext, byte[] associated, byte[] out, int at) {
                    real.seal(plaintext, associated, out, at);
                }

                @Override
                public byte @Nullable [] open(byte[] in, int at, byte[] associated) {
                    opens.incrementAndGet();
                    return real.open(in, at, associated);
                }
            };
        });
    }

    @Test
    void whatIsSealedIsOpenedAtEveryLength() {
        Sealer sealer = session(SealingKeys.of(KEY));
        for (int length = 0; length <= sealer.capacity(); length += length < 200 ? 1 : 61) {
            byte[] plaintext = seeded(length, length);
            Opened opened = sealer.open(sealer.seal(plaintext)).orElseThrow();
            assertThat(opened.plaintext()).isEqualTo(plaintext);
            assertThat(opened.current()).isTrue();
        }
    }

    @Test
    void theSamePlaintextGivesAnotherTextEachTime() {
        Sealer sealer = session(SealingKeys.of(KEY));
        Set<String> texts = new HashSet<>();
        for (int round = 0; round < 10_000; round++) {
            texts.add(sealer.seal(HELLO));
        }
        assertThat(texts).hasSize(10_000);
    }

    @Test
    void theEnvelopeIsPinned() {
        byte[] nonce = "ABCDEFGHIJKLMNOPQRSTUVWX".getBytes(StandardCharsets.US_ASCII);
        Sealer sealer = new Sealer(
                SealingKeys.of(KEY),
                "session",
                "shop \u20ac",
                "__Host-sid",
                key -> new XaesGcm(key, new FixedNonce(nonce), System::nanoTime, 1));
        String text = sealer.seal(HELLO);
        assertThat(text)
                .isEqualTo("Aff72dBBQkNERUZHSElKS0xNTk9QUVJTVFVWV1g_NUyvg-G-BYjr8W3-CA-Nh4ywMTiQo6JW5cUZ"
                        + "gsz1xNiSAWYJuaP2ihbj1gvP3rZUPELuqCV7gaTGX-n1AEIPcO7BXJ4nnFsdTPmyOOR4SA");
        assertThat(IndependentOpener.open(text, KEY, "session", "shop \u20ac", "__Host-sid"))
                .isEqualTo(HELLO);
    }

    @Test
    void anIndependentImplementationOpensWhatWasSealed() {
        Sealer sealer = SealingKeys.of(KEY).sealer("remember", "app", "__Secure-id");
        for (int length : new int[] {0, 1, 63, 64, 200, sealer.capacity()}) {
            byte[] plaintext = seeded(length, length);
            assertThat(IndependentOpener.open(sealer.seal(plaintext), KEY, "remember", "app", "__Secure-id"))
                    .isEqualTo(plaintext);
        }
    }

    @ParameterizedTest
    @CsvSource({"__Host-sid, 3018", "__Host-Http-sid, 3014", "__Secure-sid, 3017", "sid, 3023"})
    void aFullValueFits4096OctetsWithItsNameAndOneOctetMoreIsRefused(String name, int capacity) {
        Sealer sealer = SealingKeys.of(KEY).sealer("session", "app", name);
        assertThat(sealer.capacity()).isEqualTo(capacity);
        String text = sealer.seal(new byte[capacity]);
        assertThat(name.length() + text.length()).isBetween(4094, 4096);
        assertThat(sealer.open(text)).isPresent();
        assertThatThrownBy(() -> sealer.seal(new byte[capacity + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(capacity))
                .hasMessageContaining(String.valueOf(capacity + 1));
    }

    @Test
    void theLengthOfASmallSecretDoesNotShow() {
        Sealer sealer = session(SealingKeys.of(KEY));
        Set<Integer> lengths = new HashSet<>();
        for (int length = 0; length <= 40; length++) {
            lengths.add(sealer.seal(new byte[length]).length());
        }
        assertThat(lengths).hasSize(1);
    }

    @Test
    void aTextAlteredInAnyBitDoesNotOpen() {
        Sealer sealer = session(SealingKeys.of(KEY));
        byte[] envelope = decoded(sealer.seal(HELLO));
        for (int bit = 0; bit < envelope.length * 8; bit++) {
            byte[] altered = envelope.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(sealer.open(Base64Url.encode(altered))).as("bit " + bit).isEmpty();
        }
        assertThat(sealer.open(Base64Url.encode(envelope))).isPresent();
    }

    private static byte[] decoded(String text) {
        return Objects.requireNonNull(Base64Url.decode(text));
    }

    @Test
    void aTextAlteredInAnyCharacterCutOrLengthenedDoesNotOpen() {
        Sealer sealer = session(SealingKeys.of(KEY));
        String text = sealer.seal(HELLO);
        for (int i = 0; i < text.length(); i++) {
            for (char c : "AZaz09-_+/= \n\u0000\u00e9\u0142".toCharArray()) {
                String altered = text.substring(0, i) + c + text.substring(i + 1);
                assertThat(sealer.open(altered).isPresent()).as("at " + i).isEqualTo(altered.equals(text));
            }
            assertThat(sealer.open(text.substring(0, i))).isEmpty();
        }
        for (String end : List.of("=", "==", "A", "AA", " ", "\n", ".", text)) {
            assertThat(sealer.open(text + end)).isEmpty();
            assertThat(sealer.open(end + text)).isEmpty();
        }
    }

    @Test
    void tenThousandRandomTextsDoNotOpenAndDoNotThrow() {
        Sealer sealer = session(SealingKeys.of(KEY));
        byte[] header = Arrays.copyOf(decoded(sealer.seal(HELLO)), 5);
        for (int round = 0; round < 10_000; round++) {
            byte[] octets = seeded(round % 3 == 0 ? 109 : round % 400, round);
            if (round % 2 == 0) {
                System.arraycopy(header, 0, octets, 0, Math.min(5, octets.length));
            }
            assertThat(sealer.open(Base64Url.encode(octets))).isEmpty();
        }
        assertThat(sealer.open("")).isEmpty();
        assertThat(sealer.open("A".repeat(5_000_000))).isEmpty();
        assertThat(sealer.open("\ud800".repeat(145))).isEmpty();
    }

    @Test
    void valuesOfAnotherPurposeApplicationOrCookieAreStrangersUnderTheSameKeys() {
        SealingKeys keys = SealingKeys.of(KEY);
        List<Sealer> sealers = new ArrayList<>();
        for (String purpose : List.of("session", "remember", "csrf")) {
            for (String application : List.of("app", "", "ap", "shop")) {
                for (String cookie : List.of("__Host-sid", "sid", "p__Host-sid")) {
                    sealers.add(keys.sealer(purpose, application, cookie));
                }
            }
        }
        for (Sealer from : sealers) {
            String text = from.seal(HELLO);
            for (Sealer to : sealers) {
                assertThat(to.open(text).isPresent()).isEqualTo(to == from);
            }
        }
    }

    @Test
    void whatCannotBeOursCostsNoCipherCall() {
        SealingKeys keys = SealingKeys.of(KEY, OTHER_KEY);
        Sealer sealer = counting(keys);
        byte[] envelope = decoded(sealer.seal(HELLO));
        for (int version = 0; version < 256; version++) {
            byte[] altered = envelope.clone();
            altered[0] = (byte) version;
            assertThat(sealer.open(Base64Url.encode(altered)).isPresent()).isEqualTo(version == 1);
        }
        assertThat(opens).hasValue(1);
        for (int bit = 8; bit < 40; bit++) {
            byte[] altered = envelope.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(sealer.open(Base64Url.encode(altered))).isEmpty();
        }
        for (int length = 0; length < 109; length++) {
            assertThat(sealer.open(Base64Url.encode(Arrays.copyOf(envelope, length))))
                    .isEmpty();
        }
        assertThat(sealer.open(session(SealingKeys.of(seeded(32, 9))).seal(HELLO)))
                .isEmpty();
        assertThat(opens).hasValue(1);
    }

    @Test
    void noTextCostsMoreThanOneCipherCallHoweverManyKeysThereAre() {
        byte[][] previous = new byte[20][];
        Arrays.setAll(previous, i -> seeded(32, 100 + i));
        Sealer sealer = counting(SealingKeys.of(KEY, previous));
        for (byte[] key : previous) {
            byte[] envelope = decoded(session(SealingKeys.of(key)).seal(HELLO));
            opens.set(0);
            assertThat(sealer.open(Base64Url.encode(envelope))).isPresent();
            envelope[60]++;
            assertThat(sealer.open(Base64Url.encode(envelope))).isEmpty();
            assertThat(opens).hasValue(2);
        }
    }

    @Test
    void theCurrentKeySealsAndPreviousOnesOpen() {
        String old = session(SealingKeys.of(OTHER_KEY)).seal(HELLO);
        Sealer sealer = session(SealingKeys.of(KEY, OTHER_KEY));
        Opened opened = sealer.open(old).orElseThrow();
        assertThat(opened.plaintext()).isEqualTo(HELLO);
        assertThat(opened.current()).isFalse();

        String renewed = sealer.seal(opened.plaintext());
        assertThat(sealer.open(renewed).orElseThrow().current()).isTrue();
        assertThat(session(SealingKeys.of(KEY)).open(renewed)).isPresent();
        assertThat(session(SealingKeys.of(KEY)).open(old)).isEmpty();
        assertThat(session(SealingKeys.of(OTHER_KEY)).open(renewed)).isEmpty();
    }

    @Test
    void aRingThatChangesKeepsTheCiphersOfTheKeysThatStay() {
        SealingKeys keys = SealingKeys.inFile(directory.resolve("keys"));
        AtomicInteger made = new AtomicInteger();
        Sealer sealer = new Sealer(keys, "session", "app", "__Host-sid", key -> {
            made.incrementAndGet();
            return new XaesGcm(key, new SecureRandom(), System::nanoTime, 1000);
        });
        for (int round = 1; round <= 10; round++) {
            assertThat(sealer.open(sealer.seal(HELLO))).isPresent();
            keys.reload();
            assertThat(sealer.open(sealer.seal(HELLO))).isPresent();
            assertThat(made).hasValue(round);
            keys.rotate();
        }
    }

    /** Found by trial: the subkeys of these two seeds for the purpose "session" have the same key id. */
    @Test
    void whereTwoKeysShareAKeyIdTheNewerHasItAndNothingBreaks() {
        byte[] newer = seeded(32, 43_676);
        byte[] older = seeded(32, 55_260);
        String ofNewer = session(SealingKeys.of(newer)).seal(HELLO);
        String ofOlder = session(SealingKeys.of(older)).seal(HELLO);
        assertThat(Arrays.copyOf(decoded(ofNewer), 5)).isEqualTo(Arrays.copyOf(decoded(ofOlder), 5));

        Sealer sealer = counting(SealingKeys.of(newer, older));
        assertThat(sealer.open(ofNewer)).isPresent();
        assertThat(sealer.open(ofOlder)).isEmpty();
        assertThat(opens).hasValue(2);
        assertThat(sealer.open(sealer.seal(HELLO))).isPresent();
    }

    @Test
    void anAuthenticTextWithoutPaddingDoesNotOpen() {
        Aead unpadded = new Aead() {
            @Override
            public void seal(byte[] plaintext, byte[] associated, byte[] out, int at) {}

            @Override
            public byte[] open(byte[] in, int at, byte[] associated) {
                return new byte[64];
            }
        };
        Sealer sealer = new Sealer(SealingKeys.of(KEY), "session", "app", "__Host-sid", key -> unpadded);
        assertThat(sealer.open(sealer.seal(HELLO))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3951, 5000})
    void aCookieNameThatIsEmptyOrLeavesNoRoomIsRefused(int length) {
        assertThatThrownBy(() -> SealingKeys.of(KEY).sealer("session", "app", "n".repeat(length)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPurposeIsNotEmptyAndNamesAreWellFormed() {
        SealingKeys keys = SealingKeys.of(KEY);
        assertThatThrownBy(() -> keys.sealer("", "app", "sid")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> keys.sealer("session", "\ud800", "sid")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatWasOpenedIsNotShownByToString() {
        Sealer sealer = session(SealingKeys.of(KEY));
        assertThat(sealer.open(sealer.seal(HELLO)).orElseThrow()).hasToString("Opened[redacted]");
    }
}
