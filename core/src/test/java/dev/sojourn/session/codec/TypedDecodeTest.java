package dev.sojourn.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.Serializable;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is given where a type is asked for that is not exactly the stored one. */
class TypedDecodeTest {

    private static final SessionCodec CODEC =
            SessionCodec.builder().register(Item.class, "item").build();

    sealed interface Thing permits Item {}

    record Item(String name) implements Thing {}

    /** Where the generic types of the tests are written down. */
    @SuppressWarnings({"unused", "NonApiType"})
    interface Asked {
        List<Long> longs();

        List<? extends Thing> things();

        List<Item> items();

        List<TimeUnit> units();

        List<List<Byte>> nested();

        Collection<Integer> collection();

        Iterable<Integer> iterable();

        Set<Long> set();

        HashMap<String, Long> map();

        Map<?, ?> anyMap();

        Map<TimeUnit, Long> enumKeys();

        Map<Integer, Long> integerKeys();

        Deque<Integer> deque();

        SortedMap<String, Integer> sorted();

        List<Integer>[] array();

        <T> List<T> variable();

        Comparable<String> comparable();
    }

    private static Type asked(String name) {
        try {
            return Asked.class.getDeclaredMethod(name).getGenericReturnType();
        } catch (NoSuchMethodException wrong) {
            throw new AssertionError(wrong);
        }
    }

    static Stream<Arguments> given() {
        return Stream.of(
                arguments(5, long.class, 5L),
                arguments(5L, int.class, 5),
                arguments(-128, byte.class, (byte) -128),
                arguments(32_767L, Short.class, (short) 32_767),
                arguments((byte) 1, BigInteger.class, BigInteger.ONE),
                arguments(BigInteger.TWO.pow(62), Long.class, 1L << 62),
                arguments(5, Number.class, 5),
                arguments(5, Serializable.class, 5),
                arguments(0.5f, double.class, 0.5),
                arguments(true, boolean.class, true),
                arguments("a", CharSequence.class, "a"),
                arguments("a", asked("comparable"), "a"),
                arguments("MONDAY", DayOfWeek.class, DayOfWeek.MONDAY),
                arguments(Instant.EPOCH, Temporal.class, Instant.EPOCH),
                arguments(null, Item.class, null),
                arguments(new Item("a"), Thing.class, new Item("a")),
                arguments(List.of(1, 2L), asked("longs"), List.of(1L, 2L)),
                arguments(List.of(new Item("a")), asked("things"), List.of(new Item("a"))),
                arguments(List.of(new Item("a")), asked("items"), List.of(new Item("a"))),
                arguments(List.of(TimeUnit.DAYS), asked("units"), List.of(TimeUnit.DAYS)),
                arguments(List.of(List.of(1), List.of()), asked("nested"), List.of(List.of((byte) 1), List.of())),
                arguments(List.of(1), asked("collection"), List.of(1)),
                arguments(Set.of(1), asked("collection"), Set.of(1)),
                arguments(Set.of(1), asked("iterable"), Set.of(1)),
                arguments(Set.of(1), asked("set"), Set.of(1L)),
                arguments(Map.of("a", 1), asked("map"), Map.of("a", 1L)),
                arguments(Map.of("a", 1), asked("anyMap"), Map.of("a", 1)),
                arguments(List.of(1), ArrayList.class, List.of(1)),
                arguments(Set.of(1), LinkedHashSet.class, Set.of(1)),
                arguments(Map.of("a", 1), LinkedHashMap.class, Map.of("a", 1)));
    }

    @ParameterizedTest
    @MethodSource
    void given(@Nullable Object stored, Type asked, @Nullable Object expected) throws Exception {
        assertThat(CODEC.decode(CODEC.encode("it", stored), asked)).isEqualTo(expected);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(128, byte.class),
                arguments(32_768L, Short.class),
                arguments(1L << 31, int.class),
                arguments(BigInteger.TWO.pow(63), long.class),
                arguments(0.5, float.class),
                arguments(5, double.class),
                arguments(5.0, int.class),
                arguments(5, BigDecimal.class),
                arguments(new BigDecimal("5"), int.class),
                arguments(null, int.class),
                arguments("5", int.class),
                arguments(5, String.class),
                arguments("true", boolean.class),
                arguments("a", char.class),
                arguments("SOMEDAY", DayOfWeek.class),
                arguments(1, DayOfWeek.class),
                arguments("a", Item.class),
                arguments(Map.of("name", "a"), Item.class),
                arguments(new Item("a"), Map.class),
                arguments(new byte[1], String.class),
                arguments("a", byte[].class),
                arguments(List.of("a"), String[].class),
                arguments(List.of(1), Set.class),
                arguments(Set.of(1), List.class),
                arguments(List.of(1), Map.class),
                arguments(Map.of(), List.class),
                arguments(List.of(1), asked("deque")),
                arguments(Map.of("a", 1), asked("sorted")),
                arguments(Map.of("DAYS", 1), asked("enumKeys")),
                arguments(Map.of("1", 1), asked("integerKeys")),
                arguments(List.of(1), asked("map")),
                arguments(Map.of("a", 1), asked("longs")),
                arguments(List.of(), asked("array")),
                arguments(List.of(1), asked("variable")),
                arguments(List.of("a"), asked("longs")),
                arguments(List.of(new Item("a"), "b"), asked("items")));
    }

    @ParameterizedTest
    @MethodSource
    void refused(@Nullable Object stored, Type asked) {
        byte[] encoded = CODEC.encode("it", stored);

        assertThatExceptionOfType(UndecodableValueException.class).isThrownBy(() -> CODEC.decode(encoded, asked));
    }

    @Test
    void theMessageSaysWhereAndWhatButNeverTheValue() {
        byte[] encoded = CODEC.encode("it", List.of(List.of(), List.of(1, "secret")));

        assertThatExceptionOfType(UndecodableValueException.class)
                .isThrownBy(() -> CODEC.decode(encoded, asked("nested")))
                .withMessage("undecodable at [1][1]: this String is, or fits, no java.lang.Byte");
    }

    @Test
    void aWrongConstantIsNotInTheMessage() {
        byte[] encoded = CODEC.encode("it", "secret");

        assertThatExceptionOfType(UndecodableValueException.class)
                .isThrownBy(() -> CODEC.decode(encoded, DayOfWeek.class))
                .withMessageNotContaining("secret");
    }
}
