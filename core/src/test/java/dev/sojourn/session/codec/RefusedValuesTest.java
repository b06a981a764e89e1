package dev.sojourn.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SR-02: what cannot be kept is refused when it is put, with the reason. */
class RefusedValuesTest {

    private static final SessionCodec CODEC =
            SessionCodec.builder().register(Holder.class, "holder").build();

    record Holder(@Nullable Object held) {}

    private static String refusal(@Nullable Object value) {
        UnsupportedValueException refused =
                catchThrowableOfType(UnsupportedValueException.class, () -> CODEC.encode("cart", value));
        assertThat(refused).isNotNull();
        assertThat(refused.attribute()).isEqualTo("cart");
        assertThat(refused.getMessage()).startsWith("session attribute \"cart\" ");
        return String.valueOf(refused.getMessage());
    }

    static List<Object> unsupported() {
        Runnable lambda = () -> {};
        return List.of(
                new Object(),
                lambda,
                Stream.of(1),
                'c',
                new int[1],
                Optional.of(1),
                new AtomicLong(),
                new BitSet(),
                Locale.ROOT,
                Object.class,
                new ArrayDeque<>(),
                new Thread(),
                List.of(1).iterator());
    }

    @ParameterizedTest
    @MethodSource
    void unsupported(Object value) {
        assertThat(refusal(value))
                .contains(value.getClass().getTypeName())
                .contains("SessionCodec.builder().register(");
    }

    static Stream<Arguments> inside() {
        Map<@Nullable String, Object> nullKey = new HashMap<>();
        nullKey.put(null, 1);
        return Stream.of(
                arguments(List.of(1, Map.of("items", List.of('c'))), "at [1].items[0]: java.lang.Character"),
                arguments(new Holder(List.of(new Holder('c'))), "at .held[0].held: java.lang.Character"),
                arguments(
                        Map.of("a\nb" + "c".repeat(99), 'c'), "at .a?b" + "c".repeat(37) + "...: java.lang.Character"),
                arguments(Map.of("a", Map.of(1, 2)), "at .a: a map has a key that is not a String"),
                arguments(nullKey, "a map has a key that is not a String"),
                arguments(List.of(Double.NaN), "at [0]: NaN and infinite numbers cannot be stored"),
                arguments(Double.NEGATIVE_INFINITY, "NaN and infinite numbers cannot be stored"),
                arguments(Float.NaN, "NaN and infinite numbers cannot be stored"),
                arguments(Float.POSITIVE_INFINITY, "NaN and infinite numbers cannot be stored"),
                arguments(BigInteger.TEN.pow(64), "a number has more than 64 digits"),
                arguments(BigInteger.TEN.pow(64).negate(), "a number has more than 64 digits"),
                arguments(new BigDecimal(BigInteger.TEN.pow(64), 1), "a number has more than 64 digits"),
                arguments(new BigDecimal("1E-1001"), "scale 1001, allowed is -1000 to 1000"),
                arguments(new BigDecimal("1E+1000000000"), "scale -1000000000, allowed is -1000 to 1000"),
                arguments("a\ud800", "half a surrogate pair"),
                arguments("\udc00\ud800", "half a surrogate pair"),
                arguments("\ud800a", "half a surrogate pair"),
                arguments(Map.of("\ud800", 1), "at .?: a text has half a surrogate pair"),
                arguments(new Holder("\ud800"), "at .held: a text has half a surrogate pair"));
    }

    @ParameterizedTest
    @MethodSource
    void inside(Object value, String problem) {
        assertThat(refusal(value)).contains(problem);
    }

    @Test
    void arraysOtherThanOfBytesAreRefused() {
        assertThat(refusal(new String[0])).contains("java.lang.String[]");
        assertThat(refusal(new int[0])).contains("int[]");
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeItIsCopied() {
        List<Integer> full = Collections.nCopies(1_024, 1);

        assertThat(refusal(Collections.nCopies(1_025, 1)))
                .contains("1025 entries in one list, set or map, allowed are 1024");
        assertThat(refusal(Collections.nCopies(Integer.MAX_VALUE, 1))).contains("2147483647 entries");
        assertThat(refusal(Collections.nCopies(16, full))).contains("at [15]: more than 16384 entries");
        assertThat(refusal("a".repeat(Limits.BYTES))).contains("encodes to more than 1048576 bytes");
        assertThat(refusal("a".repeat(Limits.BYTES + 1))).contains("1048577 characters");
        assertThat(refusal(new byte[Limits.BYTES])).contains("encodes to more than 1048576 bytes");
        assertThat(refusal(Collections.nCopies(1_000, "a".repeat(2_000))))
                .contains("encodes to more than 1048576 bytes");
    }

    @Test
    void whatContainsItselfIsRefusedInsteadOfOverflowing() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        list.add(list);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("again", List.of(map));

        assertThat(refusal(list)).contains("nested deeper than 32 levels, or containing itself");
        assertThat(refusal(map)).contains("nested deeper than 32 levels, or containing itself");
    }

    @Test
    void thirtyTwoLevelsAreKept() throws Exception {
        Object deepest = new ArrayList<>();
        for (int level = 1; level < Limits.DEPTH; level++) {
            deepest = level % 2 == 0 ? new Holder(deepest) : new ArrayList<>(List.of(deepest));
        }

        assertThat(CODEC.decode(CODEC.encode("it", deepest), Object.class)).isEqualTo(deepest);
        assertThat(refusal(List.of(deepest))).contains("nested deeper");
    }

    @Test
    void aMegabyteIsKept() throws Exception {
        String longest = "a".repeat(Limits.BYTES - 5);

        assertThat(CODEC.decode(CODEC.encode("it", longest), String.class)).isEqualTo(longest);
    }

    @Test
    void aCollectionThatFailsIsToldAsTheCause() {
        List<Integer> failing = new AbstractList<>() {
            @Override
            public Integer get(int index) {
                throw new ConcurrentModificationException();
            }

            @Override
            public int size() {
                return 1;
            }
        };

        assertThatExceptionOfType(UnsupportedValueException.class)
                .isThrownBy(() -> CODEC.encode("cart", failing))
                .withCauseInstanceOf(ConcurrentModificationException.class);
    }

    @Test
    void keysThatAreTheSameTextTwiceAreRefused() {
        IdentityHashMap<String, Integer> identity = new IdentityHashMap<>();
        identity.put(new String("a"), 1);
        identity.put(new String("a"), 2);

        assertThat(refusal(identity)).contains("the key a stands twice");
    }

    @Test
    void nullsAreValuesToo() throws Exception {
        List<@Nullable Object> nulls = Arrays.asList(null, null);

        assertThat(CODEC.decode(CODEC.encode("it", nulls), List.class)).isEqualTo(nulls);
    }
}
