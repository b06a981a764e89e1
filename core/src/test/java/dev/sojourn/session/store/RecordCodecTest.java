package dev.sojourn.session.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.session.token.StoreKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordCodecTest {

    private static final long STAMP = 0x0102030405060708L;
    private static final StoreKey KEY = key(0x11);
    private static final Instant START = Instant.ofEpochMilli(1_800_000_000_000L);
    private static final StoredSession SESSION = new StoredSession(
            KEY,
            PackedAttributes.of(Map.of("cart", new byte[] {1, 2, 3}, "näme", new byte[0])),
            START,
            START.plusMillis(1),
            START.plusMillis(2),
            START.plusMillis(3),
            "älice",
            "Firefox",
            null);

    /** The layout is on people's disks: this text changes only together with the schema octet. */
    private static final String PINNED = "534a5202" + "000001a3185c5002"
            + "1111111111111111111111111111111111111111111111111111111111111111"
            + "0102030405060708" + "000001a3185c5000" + "000001a3185c5001" + "000001a3185c5003"
            + "00000006" + "c3a46c696365" + "00000007" + "46697265666f78"
            + "0463617274" + "03010203" + "056ec3a46d65" + "00"
            + "88ce6e3f";

    @Test
    void aRecordHasTheLayoutThatIsWrittenDown() {
        String hex = HexFormat.of().formatHex(RecordCodec.encode(SESSION, STAMP));
        assertThat(hex).isEqualTo(PINNED);
    }

    @Test
    void whatWasEncodedIsReadBackWithItsStampAsVersion() throws Exception {
        assertThat(RecordCodec.parse(KEY, RecordCodec.encode(SESSION, STAMP))).isEqualTo(SESSION.withVersion(STAMP));
    }

    @Test
    void absentLabelsStayAbsentAndEmptyOnesStayEmpty() throws Exception {
        StoredSession bare = new StoredSession(KEY, PackedAttributes.EMPTY, START, START, START, START, null, "", null)
                .withVersion(0L);
        assertThat(RecordCodec.parse(KEY, RecordCodec.encode(bare, 0))).isEqualTo(bare);
    }

    @Test
    void everySingleFlippedBitIsFound() {
        byte[] whole = RecordCodec.encode(SESSION, STAMP);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] altered = whole.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(altered);
        }
    }

    @Test
    void everyTornTailIsFound() {
        byte[] whole = RecordCodec.encode(SESSION, STAMP);
        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void randomBytesUnderARightChecksumNeverDoAnythingButBeRefusedOrRead() {
        SplittableRandom random = new SplittableRandom(1);
        byte[] whole = RecordCodec.encode(SESSION, STAMP);
        for (int round = 0; round < 20_000; round++) {
            byte[] altered = Arrays.copyOf(whole, random.nextInt(16, whole.length + 8));
            for (int count = random.nextInt(1, 4); count > 0; count--) {
                altered[random.nextInt(44, Math.max(45, altered.length)) % altered.length] = (byte) random.nextInt();
            }
            try {
                assertThat(RecordCodec.parse(KEY, withChecksum(altered)).key()).isEqualTo(KEY);
            } catch (InvalidRecordException refused) {
                assertThat(refused).hasMessageNotContaining("älice");
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aCorruptedRecordIsRefusedSayingWhy(String corruption, UnaryOperator<byte[]> corrupt, String why) {
        byte[] corrupted = corrupt.apply(RecordCodec.encode(SESSION, STAMP));
        assertThatThrownBy(() -> RecordCodec.parse(KEY, corrupted))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining(why);
    }

    static Stream<Arguments> aCorruptedRecordIsRefusedSayingWhy() {
        return Stream.of(
                corruption("nothing at all", bytes -> new byte[0], "too short"),
                corruption("zeros", bytes -> new byte[bytes.length], "no session record"),
                corruption("text", bytes -> "the quick brown fox jumps".getBytes(StandardCharsets.UTF_8), "no session"),
                corruption("another format", bytes -> with(bytes, 0, 0xac, 0xed, 0x00, 0x05), "no session record"),
                corruption("first half", bytes -> Arrays.copyOf(bytes, bytes.length / 2), "torn"),
                corruption("last octet missing", bytes -> Arrays.copyOf(bytes, bytes.length - 1), "torn"),
                corruption("an octet too many", bytes -> Arrays.copyOf(bytes, bytes.length + 1), "torn"),
                corruption("an altered value", bytes -> with(bytes, bytes.length - 14, 0x7f), "torn"),
                corruption("twice the record", bytes -> twice(bytes), "torn"),
                corruption("a newer schema", bytes -> withChecksum(with(bytes, 3, 3)), "schema 3"),
                corruption("schema nought", bytes -> withChecksum(with(bytes, 3, 0)), "schema 0"),
                corruption("another key", bytes -> withChecksum(with(bytes, 12, 0x12)), "another key"),
                corruption("prefix alone", bytes -> withChecksum(Arrays.copyOf(bytes, 16)), "too short"),
                corruption("owner too long", bytes -> withChecksum(with(bytes, 76, 0x7f)), "past the end"),
                corruption("owner below none", bytes -> withChecksum(with(bytes, 76, 0xff)), "past the end"),
                corruption("owner swallows device", bytes -> ownerSwallowsTheRest(bytes), "before its labels"),
                corruption("owner not UTF-8", bytes -> withChecksum(with(bytes, 80, 0xff)), "UTF-8"),
                corruption("attribute too long", bytes -> withChecksum(with(bytes, 97, 0x7f)), "malformed"),
                corruption("attributes out of order", bytes -> withChecksum(with(bytes, 98, 0x7a)), "not in order"));
    }

    @Test
    void theDeadlineOfANewerSchemaCanBeReadAndThatOfRubbishCannot() {
        byte[] whole = RecordCodec.encode(SESSION, STAMP);
        assertThat(RecordCodec.expiry(whole)).contains(SESSION.expiresAt());
        assertThat(RecordCodec.expiry(withChecksum(with(whole, 3, 9)))).contains(SESSION.expiresAt());
        assertThat(RecordCodec.expiry(with(whole, 3, 9))).isEmpty();
        assertThat(RecordCodec.expiry(new byte[0])).isEmpty();
    }

    private static void assertRefused(byte[] bytes) {
        assertThatThrownBy(() -> RecordCodec.parse(KEY, bytes)).isInstanceOf(InvalidRecordException.class);
    }

    private static Arguments corruption(String name, UnaryOperator<byte[]> corrupt, String why) {
        return Arguments.of(name, corrupt, why);
    }

    private static byte[] with(byte[] bytes, int at, int... octets) {
        byte[] altered = bytes.clone();
        for (int i = 0; i < octets.length; i++) {
            altered[at + i] = (byte) octets[i];
        }
        return altered;
    }

    private static byte[] twice(byte[] bytes) {
        return ByteBuffer.allocate(2 * bytes.length).put(bytes).put(bytes).array();
    }

    private static byte[] ownerSwallowsTheRest(byte[] bytes) {
        int all = bytes.length - 76 - 4 - 4;
        return withChecksum(with(bytes, 76, 0, 0, 0, all));
    }

    private static byte[] withChecksum(byte[] bytes) {
        byte[] right = bytes.clone();
        CRC32C crc = new CRC32C();
        crc.update(right, 0, right.length - 4);
        ByteBuffer.wrap(right).putInt(right.length - 4, (int) crc.getValue());
        return right;
    }

    private static StoreKey key(int octet) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) octet);
        return StoreKey.ofBytes(bytes);
    }
}
