package dev.sojourn.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The wire format, pinned: stored sessions outlive a release, so no byte here may ever change. */
class VectorsTest {

    private static final BigInteger TWO_64 = BigInteger.TWO.pow(64);
    private static final BigInteger TWO_63 = BigInteger.TWO.pow(63);
    private static final SessionCodec CODEC = SessionCodec.builder()
            .register(Point.class, "point", 2, fields -> fields)
            .register(Basket.class, "shop.basket")
            .build();

    record Point(int x, long y, @Nullable String label) {}

    static final class Basket {
        private final List<String> items = new ArrayList<>(List.of("tea"));
        private boolean open = true;
        transient int visits = 9;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Basket basket && items.equals(basket.items) && open == basket.open;
        }

        @Override
        public int hashCode() {
            return items.hashCode();
        }
    }

    static Stream<Arguments> scalars() {
        return Stream.of(
                arguments(null, "f6"),
                arguments(true, "f5"),
                arguments(false, "f4"),
                arguments(0, "00"),
                arguments(23, "17"),
                arguments(24, "1818"),
                arguments(255, "18ff"),
                arguments(256, "190100"),
                arguments(65_535, "19ffff"),
                arguments(65_536, "1a00010000"),
                arguments(Integer.MAX_VALUE, "1a7fffffff"),
                arguments(-1, "20"),
                arguments(-24, "37"),
                arguments(-25, "3818"),
                arguments(-256, "38ff"),
                arguments(-257, "390100"),
                arguments(-65_537, "3a00010000"),
                arguments(Integer.MIN_VALUE, "3a7fffffff"),
                arguments(5L, "d81b826369363405"),
                arguments((long) Integer.MIN_VALUE, "d81b82636936343a7fffffff"),
                arguments(1L + Integer.MAX_VALUE, "1a80000000"),
                arguments(0xffff_ffffL, "1affffffff"),
                arguments(0x1_0000_0000L, "1b0000000100000000"),
                arguments(-0x1_0000_0000L, "3affffffff"),
                arguments(-0x1_0000_0001L, "3b0000000100000000"),
                arguments(Long.MAX_VALUE, "1b7fffffffffffffff"),
                arguments(Long.MIN_VALUE, "3b7fffffffffffffff"),
                arguments((byte) -128, "d81b82626938387f"),
                arguments((short) 300, "d81b826369313619012c"),
                arguments(1.5f, "fa3fc00000"),
                arguments(-0.0f, "fa80000000"),
                arguments(1.5, "fb3ff8000000000000"),
                arguments(0.1, "fb3fb999999999999a"),
                arguments(-0.0, "fb8000000000000000"),
                arguments(BigInteger.ZERO, "c24100"),
                arguments(BigInteger.ONE.negate(), "c34100"),
                arguments(BigInteger.valueOf(128), "c2420080"),
                arguments(TWO_64, "c249010000000000000000"),
                arguments(TWO_64.negate(), "c34900ffffffffffffffff"),
                arguments(
                        BigInteger.TEN.pow(64).subtract(BigInteger.ONE),
                        "c2581b184f03e93ff9f4daa797ed6e38ed64bf6a1f00ffffffffffffffff"),
                arguments(new BigDecimal("273.15"), "c48221196ab3"),
                arguments(new BigDecimal("0.00"), "c4822100"),
                arguments(new BigDecimal("1E+3"), "c4820301"),
                arguments(new BigDecimal("42949672.95"), "c482211affffffff"),
                arguments(new BigDecimal("-1.10"), "c48221386d"),
                arguments(new BigDecimal(TWO_63, 2), "c48221c249008000000000000000"),
                arguments(new BigDecimal(TWO_63.negate(), 2), "c482213b7fffffffffffffff"),
                arguments("", "60"),
                arguments("tea", "63746561"),
                arguments("ü水\ud834\udd1e", "69c3bce6b0b4f09d849e"),
                arguments("x".repeat(24), "7818" + "78".repeat(24)),
                arguments("y".repeat(5_000), "791388" + "79".repeat(5_000)),
                arguments("z".repeat(70_000), "7a00011170" + "7a".repeat(70_000)),
                arguments(new byte[0], "40"),
                arguments(new byte[] {1, 2, 3}, "43010203"),
                arguments(Instant.ofEpochSecond(1_363_896_240), "d903e9a1011a514b67b0"),
                arguments(Instant.ofEpochSecond(1_363_896_240, 500_000_000), "d903e9a2011a514b67b0281a1dcd6500"),
                arguments(Instant.EPOCH.minusNanos(1), "d903e9a20120281a3b9ac9ff"),
                arguments(Instant.MIN, "d903e9a1013b00701cefeb9bebff"),
                arguments(Instant.MAX, "d903e9a2011b00701cd2fa9578ff281a3b9ac9ff"),
                arguments(Duration.ZERO, "d903eaa10100"),
                arguments(Duration.ofMillis(-1_500), "d903eaa20121281a1dcd6500"),
                arguments(LocalDate.of(1940, 10, 9), "d8643929b3"),
                arguments(LocalDate.MAX, "d8641b000000550a1b48f7"),
                arguments(LocalDate.MIN, "d8643b000000550a313cd9"),
                arguments(
                        UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
                        "d8255000112233445566778899aabbccddeeff"));
    }

    static Stream<Arguments> containers() {
        Map<String, @Nullable Object> linked = new LinkedHashMap<>();
        linked.put("b", 1);
        linked.put("a", null);
        return Stream.of(
                arguments(List.of(), "80"),
                arguments(List.of(1, "a", List.of()), "8301616180"),
                arguments(Arrays.asList(1, null), "8201f6"),
                arguments(Set.of(), "d9010280"),
                arguments(Set.of(3, 1, 2), "d9010283010203"),
                arguments(linked, "a26162016161f6"),
                arguments(Map.of("k".repeat(4_000), 1), "a1790fa0" + "6b".repeat(4_000) + "01"),
                arguments(new Point(1, 2, "p"), "d81b8365706f696e7402a3617801617902656c6162656c6170"),
                arguments(new Point(1, 2, null), "d81b8365706f696e7402a3617801617902656c6162656cf6"),
                arguments(new Basket(), "d81b836b73686f702e6261736b657401a2656974656d738163746561646f70656ef5"));
    }

    @ParameterizedTest
    @MethodSource({"scalars", "containers"})
    void everyTypeHasItsPinnedFormAndComesBackAsItself(@Nullable Object value, String hex) throws Exception {
        byte[] pinned = HexFormat.of().parseHex(hex);

        assertThat(CODEC.encode("it", value)).isEqualTo(pinned);
        assertThat(CODEC.decode(pinned, Object.class)).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void everyScalarKeepsItsClassWhetherItIsAskedForOrNot(@Nullable Object value, String hex) throws Exception {
        byte[] pinned = HexFormat.of().parseHex(hex);
        Type type = value == null ? String.class : value.getClass();

        Object natural = CODEC.decode(pinned, Object.class);
        Object asked = CODEC.decode(pinned, type);

        assertThat(asked).isEqualTo(value);
        assertThat(natural == null ? null : natural.getClass()).isEqualTo(value == null ? null : type);
    }

    @ParameterizedTest
    @MethodSource({"scalars", "containers"})
    void noPinnedFormEndsEarlyOrGoesOn(@Nullable Object value, String hex) {
        byte[] pinned = HexFormat.of().parseHex(hex);

        for (int length = 0; length < Math.min(pinned.length, 200); length++) {
            HostileBytesTest.assertRefused(Arrays.copyOf(pinned, length));
        }
        HostileBytesTest.assertRefused(Arrays.copyOf(pinned, pinned.length + 1));
    }

    @ParameterizedTest
    @MethodSource("units")
    void anEnumIsTheTextOfItsName(TimeUnit unit) throws Exception {
        byte[] encoded = CODEC.encode("it", unit);

        assertThat(CODEC.decode(encoded, TimeUnit.class)).isEqualTo(unit);
        assertThat(CODEC.decode(encoded, Object.class)).isEqualTo(unit.name());
    }

    static Stream<TimeUnit> units() {
        return Stream.of(TimeUnit.values());
    }
}
