package dev.sojourn.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes that the writer never wrote. Whatever they are, the answer is {@link UndecodableValueException}. */
class HostileBytesTest {

    private static final SessionCodec CODEC = SessionCodec.builder()
            .register(Line.class, "line")
            .register(Order.class, "order", 2, fields -> fields)
            .build();

    record Line(String item, int count, BigDecimal price) {}

    static final class Order {
        private List<Line> lines = new ArrayList<>();
        private Map<String, Instant> times = Map.of();
        private @Nullable Set<UUID> refs;

        void fill() {
            lines.add(new Line("tea", 2, new BigDecimal("4.20")));
            times = Map.of("made", Instant.EPOCH.plusNanos(1));
            refs = Set.of(new UUID(1, 2));
        }
    }

    static void assertRefused(byte[] encoded) {
        assertThatExceptionOfType(UndecodableValueException.class)
                .as(() -> HexFormat.of().formatHex(encoded, 0, Math.min(encoded.length, 64)))
                .isThrownBy(() -> CODEC.decode(encoded, Object.class));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            nothing at all                              | ''
            bytes after the value                       | 0000
            indefinite text                             | 7f6161ff
            indefinite bytes                            | 5f4101ff
            indefinite list                             | 9f01ff
            indefinite map                              | bf616101ff
            a break alone                               | ff
            reserved lengths                            | 1c
            a longer form of 23                         | 1817
            a longer form of 255                        | 1900ff
            a longer form of 65535                      | 1a0000ffff
            a longer form of 4294967295                 | 1b00000000ffffffff
            a longer form of a negative                 | 3800
            a longer form of a text length              | 780161
            a longer form of a list length              | 980101
            a longer form of a tag                      | d90025 5000112233445566778899aabbccddeeff
            an unsigned number beyond a long            | 1b8000000000000000
            a negative number beyond a long             | 3b8000000000000000
            undefined                                   | f7
            an unassigned simple value                  | e0
            a simple value in two bytes                 | f8ff
            false in two bytes                          | f814
            half precision                              | f93c00
            NaN as float                                | fa7fc00000
            NaN as double                               | fb7ff8000000000000
            infinite float                              | fa7f800000
            infinite double                             | fbfff0000000000000
            overlong slash                              | 62c0af
            overlong nul                                | 62c080
            overlong in three bytes                     | 63e080af
            overlong in four bytes                      | 64f08080af
            a high surrogate                            | 63eda080
            a low surrogate                             | 63edbfbf
            beyond the last character                   | 64f4908080
            a lead byte that never is one               | 64f8888080
            a continuation byte alone                   | 6180
            a character cut by the length               | 62e6b0
            a lead byte before ASCII                    | 62c361
            malformed UTF-8 in a key                    | a162c0af01
            a key that is a number                      | a10101
            a key that is a byte string                 | a1416101
            a key that is null                          | a1f601
            a key twice                                 | a2616101616102
            a key twice, inside                         | 81a2616101616102
            a map with a value missing                  | a16161
            text shorter than announced                 | 6261
            text of a gigabyte                          | 7a40000000 61
            bytes of all a long can say                 | 5b7fffffffffffffff 61
            a list of 2^31 - 1                          | 9a7fffffff 01
            a map of all a long can say                 | bb7fffffffffffffff
            a tag that is not in use                    | c074323031332d30332d32315432303a30343a30305a
            a tag of 64 bits                            | db7fffffffffffffff01
            a tag alone                                 | d825
            a tag on a tag                              | d825d8255000112233445566778899aabbccddeeff
            a tag of string references                  | d9010080
            a reference to a string                     | d81900
            a UUID of 15 bytes                          | d8254f112233445566778899aabbccddeeff
            a UUID as text                              | d8256161
            a set that is a map                         | d90102a0
            an element twice in a set                   | d90102820101
            null twice in a set                         | d9010282f6f6
            a list twice in a set                       | d9010282810181 01
            a date as text                              | d8646161
            a date beyond the calendar                  | d8641b7fffffffffffffff
            an instant without seconds                  | d903e9a0
            an instant with a text key                  | d903e9a1616101
            an instant with the parts swapped           | d903e9a2 2801 0101
            an instant with a needless fraction         | d903e9a2 0101 2800
            an instant with 10^9 nanoseconds            | d903e9a2 0101 281a3b9aca00
            an instant beyond its range                 | d903e9a1 011b7fffffffffffffff
            an instant in floating point                | d903e9a1 01fa3fc00000
            a duration with an unknown part             | d903eaa2 0101 2201
            a duration that is a number                 | d903ea01
            a bignum that is a number                   | c201
            a bignum that is a text                     | c26161
            an empty bignum                             | c240
            a bignum without its sign bit               | c24180
            a bignum with a needless zero               | c2420001
            a negative bignum with a needless zero      | c3420001
            a decimal that is a number                  | c401
            a decimal of one number                     | c48101
            a decimal of three numbers                  | c483010101
            a decimal with a bignum for an exponent     | c482c2410101
            a decimal with a text for a number          | c482016161
            a decimal with a small bignum               | c48201c24101
            a decimal with a tagged number              | c48201d86401
            scale 1001                                  | c4823903e801
            scale -1001                                 | c4821903e901
            exponent 10^9                               | c4821a3b9aca0001
            all a long can say as an exponent           | c4823b7fffffffffffffff01
            an object that is a map                     | d81ba0
            an object that is empty                     | d81b80
            an object of four                           | d81b84646c696e6501a000
            an object without a name                    | d81b830101a0
            an object with a class name                 | d81b836e6a6176612e6e65742e496e657441 01a0
            an object of version 0                      | d81b83646c696e6500a0
            an object of version 2^31                   | d81b83646c696e651a80000000a0
            an object with a text for a version         | d81b83646c696e656161a0
            an object with a list for its fields        | d81b83646c696e650180
            an object of a newer version                | d81b83646c696e6502a0
            an object of an unknown type                | d81b8362787801a0
            an object with a field twice                | d81b83646c696e6501a2656974656d6161656974656d6161
            an object with a field of the wrong type    | d81b83646c696e6501a1656974656d01
            an object with a number that does not fit   | d81b83646c696e6501a165636f756e741a80000000
            a number of unknown width                   | d81b826369333205
            a number with an empty width                | d81b826005
            a byte beyond a byte                        | d81b8262693819 0080
            a short beyond a short                      | d81b826369313619 8000
            a long that needs no width                  | d81b82636936341a80000000
            a text of a width                           | d81b82636936346161
            """)
    void everyOtherFormIsRefused(String what, String hex) {
        assertRefused(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @Test
    void aNumberOf65DigitsIsRefusedAndOneOf64IsNot() throws Exception {
        byte[] fits = CODEC.encode("it", BigInteger.TEN.pow(64).subtract(BigInteger.ONE));
        byte[] tooLong = fits.clone();
        Arrays.fill(tooLong, tooLong.length - 8, tooLong.length, (byte) 0xff);
        tooLong[4]++; // 0x18 and 26 more bytes is the first that may be too long; one higher surely is.

        assertThat(CODEC.decode(fits, BigInteger.class)).isEqualTo(new BigInteger("9".repeat(64)));
        assertRefused(tooLong);
        assertRefused(HexFormat.of().parseHex("c2581c01" + "00".repeat(27)));
        assertRefused(HexFormat.of().parseHex("c48201c2590400" + "7f".repeat(1_024)));
    }

    @Test
    void depthIsLimitedToTheLevel() throws Exception {
        assertThat(CODEC.decode(nested(Limits.DEPTH), Object.class)).isInstanceOf(List.class);
        assertRefused(nested(Limits.DEPTH + 1));
        assertRefused(HexFormat.of().parseHex("81".repeat(500_000)));
        assertRefused(HexFormat.of().parseHex("a16161".repeat(300_000)));
        assertRefused(HexFormat.of().parseHex("c2".repeat(1_000_000)));
    }

    private static byte[] nested(int depth) {
        return HexFormat.of().parseHex("81".repeat(depth - 1) + "80");
    }

    @Test
    void entriesAreLimitedInOneContainerAndInAll() throws Exception {
        String full = "990400" + "00".repeat(1_024);

        assertThat(CODEC.decode(HexFormat.of().parseHex(full), List.class))
                .asInstanceOf(LIST)
                .hasSize(1_024);
        assertRefused(HexFormat.of().parseHex("990401" + "00".repeat(1_025)));
        assertThat(CODEC.decode(HexFormat.of().parseHex("8f" + full.repeat(15)), List.class))
                .isNotNull();
        assertRefused(HexFormat.of().parseHex("90" + full.repeat(16)));
    }

    @Test
    void anythingBeyondAMegabyteIsRefusedUnseen() throws Exception {
        byte[] largest = new byte[Limits.BYTES];
        System.arraycopy(HexFormat.of().parseHex("5a000ffffb"), 0, largest, 0, 5);

        assertThat(CODEC.decode(largest, byte[].class)).isInstanceOf(byte[].class);
        assertRefused(Arrays.copyOf(largest, Limits.BYTES + 1));
    }

    /** The largest amplification there is: bytes of empty maps, which the limit of entries in all keeps small. */
    @Test
    void aHostileMegabyteNeverBecomesManyMegabytes() throws Exception {
        byte[] lists = HexFormat.of().parseHex("8f" + ("990400" + "a0".repeat(1_024)).repeat(15));
        byte[] promises = HexFormat.of().parseHex("9903ff" + "9a000003ff".repeat(200_000));

        assertThat(allocatedBy(lists)).isLessThan(8L << 20);
        assertThat(allocatedBy(promises)).isLessThan(1L << 20);
        assertThat(allocatedBy(HexFormat.of().parseHex("5a3fffffff"))).isLessThan(1L << 20);
    }

    private static long allocatedBy(byte[] encoded) throws Exception {
        decodedOrNull(encoded, Object.class);
        long before = allocated();
        decodedOrNull(encoded, Object.class);
        return allocated() - before;
    }

    /** By reflection, since the module under test has no business reading the management modules. */
    private static long allocated() throws ReflectiveOperationException {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        return (long) Class.forName("com.sun.management.ThreadMXBean")
                .getMethod("getCurrentThreadAllocatedBytes")
                .invoke(threads);
    }

    /** Would say so if it were ever brought to life by {@code ObjectInputStream}. */
    static final class Gadget implements Serializable {
        static final AtomicBoolean WOKEN = new AtomicBoolean();

        private void readObject(java.io.ObjectInputStream in) throws IOException {
            WOKEN.set(true);
        }
    }

    @Test
    void aSerializedGadgetIsNeverWoken() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new Gadget());
        }
        byte[] serialized = bytes.toByteArray();
        byte[] wrapped = CODEC.encode("it", serialized);

        assertThat(Base64.getEncoder().encodeToString(serialized)).startsWith("rO0AB");
        for (Type type : new Type[] {Object.class, Gadget.class, Serializable.class, Line.class, List.class}) {
            assertThatExceptionOfType(UndecodableValueException.class).isThrownBy(() -> CODEC.decode(serialized, type));
        }
        assertThatExceptionOfType(UndecodableValueException.class)
                .isThrownBy(() -> CODEC.decode(wrapped, Gadget.class));
        assertThat(Gadget.WOKEN).isFalse();
    }

    @Test
    void mutatedBytesAreRefusedOrAreTheOneFormOfWhatTheyGive() throws Exception {
        Random random = new Random(20_261_123);
        List<byte[]> seeds = seeds();
        Type[] types = {Object.class, Order.class, String.class, long.class, Map.class, Instant.class};
        int rounds = Integer.getInteger("sojourn.mutations", 200_000);
        int accepted = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] mutated = mutated(seeds.get(random.nextInt(seeds.size())), random);
            Object natural = decodedOrNull(mutated, Object.class);
            decodedOrNull(mutated, types[round % types.length]);
            if (natural != null && !holdsObject(mutated)) {
                accepted++;
                assertThat(CODEC.encode("it", natural)).isEqualTo(mutated);
            }
        }
        assertThat(accepted).as("mutations that are values themselves").isGreaterThan(rounds / 100);
    }

    /** Fields that an object does not have are dropped on the way, so its bytes need not come back. */
    private static boolean holdsObject(byte[] encoded) {
        for (int i = 1; i < encoded.length; i++) {
            if (encoded[i - 1] == (byte) 0xd8 && encoded[i] == Tags.OBJECT) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Object decodedOrNull(byte[] encoded, Type type) {
        try {
            return CODEC.decode(encoded, type);
        } catch (UndecodableValueException expected) {
            return null;
        }
    }

    private static List<byte[]> seeds() {
        Order order = new Order();
        order.fill();
        List<@Nullable Object> all = Arrays.asList(
                null,
                true,
                1,
                -300,
                70_000L,
                1L << 40,
                (byte) 1,
                (short) 2,
                1.5f,
                2.5,
                BigInteger.TEN.pow(40),
                "text ü水",
                new BigDecimal("12.50"),
                new BigDecimal(BigInteger.TEN.pow(30), 7),
                new byte[] {1, 2, 3},
                Instant.EPOCH,
                Instant.MAX,
                LocalDate.EPOCH,
                Duration.ofNanos(-1),
                new UUID(3, 4),
                List.of(1, 2),
                Set.of(1, 2),
                Map.of("a", 1, "b", List.of("c")),
                order);
        List<byte[]> seeds = new ArrayList<>();
        for (Object value : all) {
            seeds.add(CODEC.encode("it", value));
        }
        seeds.add(CODEC.encode("it", all));
        return seeds;
    }

    private static byte[] mutated(byte[] seed, Random random) {
        byte[] bytes = seed.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(9));
                case 4 -> {
                    byte[] inserted = new byte[bytes.length + 1];
                    System.arraycopy(bytes, 0, inserted, 0, at);
                    inserted[at] = (byte) random.nextInt(256);
                    System.arraycopy(bytes, at, inserted, at + 1, bytes.length - at);
                    bytes = inserted;
                }
                default -> random.nextBytes(bytes);
            }
        }
        return bytes;
    }
}
