package dev.sojourn.session.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/**
 * Session values are compared by their bytes: what is equal without an order has equal bytes, and a chosen order is
 * kept.
 */
class OrdersTest {

    private static final SessionCodec CODEC = SessionCodec.standard();
    private static final List<String> KEYS = List.of("zeta", "Aa", "BB", "alpha", "m", "");

    private static <M extends Map<String, Integer>> M filled(M map, List<String> keys) {
        keys.forEach(key -> map.put(key, key.length()));
        return map;
    }

    private static List<String> reversed() {
        List<String> keys = new ArrayList<>(KEYS);
        Collections.reverse(keys);
        return keys;
    }

    private static byte[] encoded(Object value) {
        return CODEC.encode("it", value);
    }

    @Test
    void hashMapsHaveEqualBytesHoweverTheyWereFilled() {
        byte[] sorted = encoded(filled(new TreeMap<>(), KEYS));

        assertThat(encoded(filled(new HashMap<>(1), KEYS))).isEqualTo(sorted);
        assertThat(encoded(filled(new HashMap<>(999), reversed()))).isEqualTo(sorted);
        assertThat(encoded(filled(new ConcurrentHashMap<>(), reversed()))).isEqualTo(sorted);
        assertThat(encoded(Map.copyOf(filled(new HashMap<>(), KEYS)))).isEqualTo(sorted);
    }

    @Test
    void hashSetsHaveEqualBytesHoweverTheyWereFilled() {
        byte[] sorted = encoded(new LinkedHashSet<>(List.of("", "Aa", "BB", "alpha", "m", "zeta")));

        assertThat(encoded(new HashSet<>(reversed()))).isEqualTo(sorted);
        assertThat(encoded(Set.copyOf(KEYS))).isEqualTo(sorted);
        assertThat(encoded(filled(new ConcurrentHashMap<>(), KEYS).keySet())).isEqualTo(sorted);
        assertThat(encoded(Set.of("b", "a"))).isEqualTo(encoded(Set.of("a", "b")));
        assertThat(encoded(Set.of(DayOfWeek.values()))).isEqualTo(encoded(EnumSet.allOf(DayOfWeek.class)));
    }

    @Test
    void aChosenOrderIsKept() throws Exception {
        Map<String, Integer> map = filled(new LinkedHashMap<>(), reversed());
        Map<String, Integer> view = Collections.unmodifiableMap(map);
        Set<String> set = new LinkedHashSet<>(reversed());

        assertThat(((Map<?, ?>) given(map)).keySet().toArray())
                .isEqualTo(reversed().toArray());
        assertThat(((Map<?, ?>) given(view)).keySet().toArray())
                .isEqualTo(reversed().toArray());
        assertThat(((Collection<?>) given(set)).toArray()).isEqualTo(reversed().toArray());
    }

    @Test
    void whatComesBackHasTheSameBytes() throws Exception {
        for (Object value : new Object[] {filled(new HashMap<>(), KEYS), new HashSet<>(KEYS), Set.of(1, "a", 2L)}) {
            assertThat(encoded(given(value))).isEqualTo(encoded(value));
        }
    }

    private static Object given(Object value) throws UndecodableValueException {
        return Objects.requireNonNull(CODEC.decode(encoded(value), Object.class));
    }
}
