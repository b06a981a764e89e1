package dev.sojourn.session.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class XaesGcmTest {

    private static final byte[] NONE = {};
    private static final int OVERHEAD = Aead.NONCE + Aead.TAG;

    private final AtomicLong nanos = new AtomicLong();
    private final byte[] key = seeded(32, 1);

    private static byte[] seeded(int octets, long seed) {
        byte[] bytes = new byte[octets];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private XaesGcm xaes(SecureRandom random) {
        return new XaesGcm(key, random, nanos::get, XaesGcm.SEALS_PER_PREFIX);
    }

    private static byte[] seal(Aead aead, byte[] plaintext, byte[] associated) {
        byte[] sealed = new byte[plaintext.length + OVERHEAD];
        aead.seal(plaintext, associated, sealed, 0);
        return sealed;
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    private static byte[] field(JsonNode vector, String name) {
        return HexFormat.of().parseHex(vector.get(name).asString());
    }

    private static JsonNode vectors() throws IOException {
        try (InputStream in = XaesGcmTest.class.getResourceAsStream("xaes-vectors.json")) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(in));
        }
    }

    static List<JsonNode> officialVectors() throws IOException {
        return vectors().get("vectors").valueStream().toList();
    }

    @ParameterizedTest
    @MethodSource("officialVectors")
    void theOfficialVectorsComeOutWithEveryIntermediateValue(JsonNode vector) {
        byte[] nonce = field(vector, "N");
        XaesGcm xaes = new XaesGcm(field(vector, "K"), new FixedNonce(nonce), nanos::get, 10);
        byte[] l = xaes.encryptBlocks(new byte[16]);
        assertThat(hex(l)).isEqualTo(vector.get("L").asString());
        assertThat(hex(XaesGcm.doubled(l))).isEqualTo(vector.get("K1").asString());
        assertThat(hex(xaes.derive(nonce, 0))).isEqualTo(vector.get("Kx").asString());

        byte[] sealed = seal(xaes, field(vector, "plaintext"), field(vector, "aad"));

        assertThat(hex(sealed))
                .isEqualTo(vector.get("N").asString() + vector.get("ciphertext").asString());
        assertThat(xaes.open(sealed, 0, field(vector, "aad"))).isEqualTo(field(vector, "plaintext"));
    }

    @Test
    void theAccumulatedRoundsComeOut() throws IOException {
        int rounds = Integer.getInteger("sojourn.xaes.rounds", 10_000);
        JsonNode expected = vectors().get("accumulated_shake128").get(String.valueOf(rounds));
        assertThat(expected).as("a published sum for " + rounds + " rounds").isNotNull();
        SHAKEDigest source = new SHAKEDigest(128);
        SHAKEDigest sum = new SHAKEDigest(128);
        for (int round = 0; round < rounds; round++) {
            byte[] roundKey = read(source, 32);
            byte[] nonce = read(source, 24);
            byte[] plaintext = read(source, read(source, 1)[0] & 0xff);
            byte[] associated = read(source, read(source, 1)[0] & 0xff);
            XaesGcm xaes = new XaesGcm(roundKey, new FixedNonce(nonce), nanos::get, 10);
            byte[] sealed = seal(xaes, plaintext, associated);
            assertThat(xaes.open(sealed, 0, associated)).isEqualTo(plaintext);
            sum.update(sealed, Aead.NONCE, sealed.length - Aead.NONCE);
        }
        assertThat(hex(read(sum, 32))).isEqualTo(expected.asString());
    }

    private static byte[] read(SHAKEDigest shake, int octets) {
        byte[] bytes = new byte[octets];
        shake.doOutput(bytes, 0, octets);
        return bytes;
    }

    @Test
    void noInputShorterThanNonceAndTagThrows() {
        XaesGcm xaes = xaes(new SecureRandom());
        byte[] sealed = seal(xaes, NONE, NONE);
        for (int length = 0; length < OVERHEAD; length++) {
            assertThat(xaes.open(Arrays.copyOf(sealed, length), 0, NONE))
                    .as("length " + length)
                    .isNull();
        }
        assertThat(xaes.open(sealed, 0, NONE)).isEmpty();
        assertThat(xaes.open(sealed, 1, NONE)).isNull();
    }

    @Test
    void theInnerKeyRefusesInputShorterThanItsTagWithoutAnException() {
        GcmKey inner = new GcmKey(key);
        for (int length = GcmKey.NONCE; length < GcmKey.NONCE + Aead.TAG; length++) {
            assertThat(inner.open(new byte[length], 0, NONE))
                    .as("length " + length)
                    .isNull();
        }
    }

    @Test
    void theTagHas128BitsAndAShorterOneIsRefused() {
        XaesGcm xaes = xaes(new SecureRandom());
        byte[] sealed = seal(xaes, seeded(40, 2), NONE);
        assertThat(sealed).hasSize(24 + 40 + 16);
        for (int cut = 1; cut <= 16; cut++) {
            assertThat(xaes.open(Arrays.copyOf(sealed, sealed.length - cut), 0, NONE))
                    .isNull();
        }
    }

    @Test
    void alteringAnyBitOrTheAssociatedDataMakesItUnreadable() {
        XaesGcm xaes = xaes(new SecureRandom());
        byte[] sealed = seal(xaes, seeded(40, 2), key);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] altered = sealed.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(xaes.open(altered, 0, key)).as("bit " + bit).isNull();
        }
        assertThat(xaes.open(sealed, 0, NONE)).isNull();
        assertThat(xaes.open(sealed, 0, key)).isEqualTo(seeded(40, 2));
    }

    @Test
    void afterAFailureTheSameKeyStillOpens() {
        XaesGcm xaes = xaes(new SecureRandom());
        byte[] sealed = seal(xaes, seeded(40, 2), NONE);
        for (int round = 0; round < 100; round++) {
            byte[] altered = sealed.clone();
            altered[30]++;
            assertThat(xaes.open(altered, 0, NONE)).isNull();
            assertThat(xaes.open(sealed, 0, NONE)).isEqualTo(seeded(40, 2));
        }
    }

    @Test
    void noNonceComesTwiceAndOnePrefixServesMany() {
        XaesGcm xaes = xaes(new SecureRandom());
        Set<String> nonces = new HashSet<>();
        Set<String> prefixes = new HashSet<>();
        for (int round = 0; round < 10_000; round++) {
            String nonce = hex(seal(xaes, NONE, NONE)).substring(0, 48);
            nonces.add(nonce);
            prefixes.add(nonce.substring(0, 24));
        }
        assertThat(nonces).hasSize(10_000);
        assertThat(prefixes).hasSize(1);
    }

    @Test
    void twoSealersOfOneKeyDrawDifferentPrefixesAndOpenEachOthersTexts() {
        XaesGcm one = xaes(new SecureRandom());
        XaesGcm other = xaes(new SecureRandom());
        byte[] sealed = seal(one, seeded(5, 2), NONE);
        assertThat(Arrays.copyOf(sealed, 12)).isNotEqualTo(Arrays.copyOf(seal(other, NONE, NONE), 12));
        assertThat(other.open(sealed, 0, NONE)).isEqualTo(seeded(5, 2));
    }

    @Test
    void aPrefixIsDrawnAnewAfterItsNumberOfSeals() {
        XaesGcm xaes = new XaesGcm(key, new SecureRandom(), nanos::get, 3);
        Set<String> prefixes = new HashSet<>();
        for (int round = 1; round <= 12; round++) {
            prefixes.add(hex(seal(xaes, NONE, NONE)).substring(0, 24));
            assertThat(prefixes).hasSize((round + 2) / 3);
        }
        assertThat(XaesGcm.SEALS_PER_PREFIX).isEqualTo(268_435_456);
    }

    @Test
    void aPrefixIsDrawnAnewAfterAnHour() {
        XaesGcm xaes = xaes(new SecureRandom());
        nanos.set(Long.MAX_VALUE - 5);
        String first = hex(seal(xaes, NONE, NONE)).substring(0, 24);
        nanos.addAndGet(Duration.ofHours(1).toNanos() - 1);
        assertThat(hex(seal(xaes, NONE, NONE))).startsWith(first);
        nanos.addAndGet(1);
        assertThat(hex(seal(xaes, NONE, NONE))).doesNotStartWith(first);
    }

    @Test
    void whatAnEarlierPrefixSealedStillOpens() {
        XaesGcm xaes = new XaesGcm(key, new SecureRandom(), nanos::get, 1);
        List<byte[]> sealed = IntStream.range(0, 20)
                .mapToObj(i -> seal(xaes, seeded(10, i), NONE))
                .toList();
        for (int i = 0; i < 20; i++) {
            assertThat(xaes.open(sealed.get(i), 0, NONE)).isEqualTo(seeded(10, i));
        }
    }

    @Test
    void forgedTextsCannotFillTheMemoryOfDerivedKeys() {
        XaesGcm xaes = xaes(new SecureRandom());
        for (int round = 0; round < 1_000; round++) {
            assertThat(xaes.open(seeded(64, round), 0, NONE)).isNull();
        }
        assertThat(xaes.keptKeys()).isZero();
    }

    @Test
    void derivedKeysAreKeptAfterASuccessAndTheirNumberIsBounded() {
        XaesGcm node = new XaesGcm(key, new SecureRandom(), nanos::get, 1);
        XaesGcm opener = xaes(new SecureRandom());
        for (int round = 0; round < 1_000; round++) {
            assertThat(opener.open(seal(node, NONE, NONE), 0, NONE)).isNotNull();
            assertThat(opener.keptKeys()).isEqualTo(Math.min(round + 1, 256));
        }
    }

    @Test
    void manyThreadsSealAndOpenAtOnceWithoutSharingACipher() throws Exception {
        XaesGcm xaes = new XaesGcm(key, new SecureRandom(), nanos::get, 50);
        int threads = 8;
        int rounds = Integer.getInteger("sojourn.rounds", 200) * 5;
        Set<String> nonces = ConcurrentHashMap.newKeySet();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                workers.add(pool.submit(() -> {
                    start.await();
                    for (int round = 0; round < rounds; round++) {
                        byte[] plaintext = seeded(round % 100, number * 1_000_000L + round);
                        byte[] sealed = seal(xaes, plaintext, NONE);
                        nonces.add(hex(sealed).substring(0, 48));
                        assertThat(xaes.open(sealed, 0, NONE)).isEqualTo(plaintext);
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> worker : workers) {
                worker.get();
            }
        } finally {
            pool.shutdown();
        }
        assertThat(nonces).hasSize(threads * rounds);
        long mostUsed = nonces.stream()
                .collect(Collectors.groupingBy(nonce -> nonce.substring(0, 24), Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
        assertThat(mostUsed).isLessThanOrEqualTo(50);
    }

    @Test
    void aKeyOfAnotherLengthIsRefused() {
        for (int length : new int[] {0, 16, 24, 31, 33}) {
            assertThatThrownBy(() -> new XaesGcm(new byte[length], new SecureRandom(), nanos::get, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("32")
                    .hasMessageContaining(String.valueOf(length));
        }
    }
}
