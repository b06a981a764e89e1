package dev.sojourn.session.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** SR-03: what is put comes back equal and of the same type, ten thousand times over. */
class RoundTripTest {

    private static final SessionCodec CODEC = SessionCodec.builder()
            .register(Leaf.class, "leaf")
            .register(Branch.class, "branch")
            .build();

    record Leaf(
            @Nullable Object value, long width, @Nullable Short narrow) {}

    static final class Branch {
        @Nullable
        Object value;

        Map<String, @Nullable Leaf> leaves = new LinkedHashMap<>();

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Branch branch
                    && Objects.equals(value, branch.value)
                    && leaves.equals(branch.leaves);
        }

        @Override
        public int hashCode() {
            return Objects.hash(value, leaves);
        }
    }

    private final Random random = new Random(20_261_123);

    @Test
    void randomValuesComeBackEqualOfTheSameTypesAndFromTheSameBytes() throws Exception {
        for (int round = 0; round < 10_000; round++) {
            Object value = random(random.nextInt(6));
            byte[] encoded = CODEC.encode("it", value);

            Object back = CODEC.decode(encoded, Object.class);

            assertThat(back).isEqualTo(value);
            assertThat(CODEC.encode("it", back)).isEqualTo(encoded);
        }
    }

    private @Nullable Object random(int depth) {
        return switch (random.nextInt(depth > 0 ? 24 : 18)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> (byte) random.nextInt();
            case 3 -> (short) random.nextInt();
            case 4 -> random.nextInt() >> random.nextInt(32);
            case 5, 6 -> random.nextLong() >> random.nextInt(64);
            case 7 -> finiteFloat();
            case 8 -> finiteDouble();
            case 9 -> new BigInteger(random.nextInt(212), random).multiply(BigInteger.valueOf(sign()));
            case 10 ->
                new BigDecimal(
                        new BigInteger(random.nextInt(212), random).multiply(BigInteger.valueOf(sign())),
                        random.nextInt(2_001) - 1_000);
            case 11, 12 -> text();
            case 13 ->
                Instant.ofEpochSecond(
                        random.nextLong(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()), nanos());
            case 14 -> LocalDate.ofEpochDay(random.nextLong(LocalDate.MIN.toEpochDay(), LocalDate.MAX.toEpochDay()));
            case 15 -> Duration.ofSeconds(random.nextLong(), nanos());
            case 16 -> new UUID(random.nextLong(), random.nextLong());
            case 17 -> (long) random.nextInt();
            case 18, 19 -> elements(new ArrayList<>(), depth);
            case 20 -> elements(new LinkedHashSet<>(), depth);
            case 21 -> map(depth);
            case 22 -> new Leaf(random(depth - 1), random.nextLong(), random.nextBoolean() ? null : (short) 5);
            default -> branch(depth);
        };
    }

    private int sign() {
        return random.nextBoolean() ? 1 : -1;
    }

    private int nanos() {
        return random.nextBoolean() ? 0 : random.nextInt(1_000_000_000);
    }

    private float finiteFloat() {
        float number = Float.intBitsToFloat(random.nextInt());
        return Float.isFinite(number) ? number : 0;
    }

    private double finiteDouble() {
        double number = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(number) ? number : 0;
    }

    private String text() {
        int length = random.nextInt(10) == 0 ? random.nextInt(6_000) : random.nextInt(40);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            int c = random.nextInt(1 << (7 + random.nextInt(15)));
            if (Character.isValidCodePoint(c) && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)) {
                text.appendCodePoint(c);
            }
        }
        return text.toString();
    }

    private <C extends Collection<@Nullable Object>> C elements(C elements, int depth) {
        for (int size = random.nextInt(5); size > 0; size--) {
            elements.add(random(depth - 1));
        }
        return elements;
    }

    private Map<String, @Nullable Object> map(int depth) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int size = random.nextInt(5); size > 0; size--) {
            map.put(text(), random(depth - 1));
        }
        return map;
    }

    private Branch branch(int depth) {
        Branch branch = new Branch();
        branch.value = random(depth - 1);
        for (int size = random.nextInt(3); size > 0; size--) {
            branch.leaves.put(text(), new Leaf(random(depth - 1), size, null));
        }
        return branch;
    }

    @Test
    void collectionsComeBackMutableWhateverTheyWere() throws Exception {
        Object value = List.of(List.of(1), Set.of(1), Map.of("a", 1));

        List<?> back = (List<?>) Objects.requireNonNull(CODEC.decode(CODEC.encode("it", value), List.class));

        assertThat(back).isEqualTo(value).isInstanceOf(ArrayList.class);
        assertThat(back.get(0)).isInstanceOf(ArrayList.class);
        assertThat(back.get(1)).isInstanceOf(LinkedHashSet.class);
        assertThat(back.get(2)).isInstanceOf(LinkedHashMap.class);
    }

    @Test
    void bytesComeBackAsAnArrayOfTheirOwn() throws Exception {
        byte[] encoded = CODEC.encode("it", new byte[] {1, 2});

        byte[] first = (byte[]) Objects.requireNonNull(CODEC.decode(encoded, byte[].class));
        first[0] = 9;

        assertThat(CODEC.decode(encoded, byte[].class)).isEqualTo(new byte[] {1, 2});
    }
}
