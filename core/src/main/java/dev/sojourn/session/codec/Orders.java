package dev.sojourn.session.codec;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The order in which maps and sets are written. An order that the type promises, or may promise, is the application's
 * and kept. An order that comes from hashing alone is replaced by the natural one, so that equal content has equal
 * bytes.
 */
final class Orders {

    // The immutable collections of the JDK change their order with every start of the virtual machine.
    private static final Class<?> MAP_OF = Map.of(1, 1, 2, 2).getClass();
    private static final Class<?> SET_OF = Set.of(1, 2, 3).getClass();
    private static final Class<?> SET_OF_TWO = Set.of(1, 2).getClass();

    private Orders() {}

    /** The entries, checked to have text keys. */
    static List<Map.Entry<String, @Nullable Object>> entries(Map<?, ?> map) {
        List<Map.Entry<String, @Nullable Object>> entries = new ArrayList<>(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new Refusal("a map has a key that is not a String; only Map<String, ...> can be stored");
            }
            entries.add(new SimpleImmutableEntry<>(key, entry.getValue()));
        }
        if (byHash(map)) {
            entries.sort(Map.Entry.comparingByKey());
            checkDistinct(entries);
        }
        return entries;
    }

    /** An IdentityHashMap may have the same text twice; in the data a key stands once. */
    private static void checkDistinct(List<Map.Entry<String, @Nullable Object>> sorted) {
        for (int i = 1; i < sorted.size(); i++) {
            String key = sorted.get(i).getKey();
            if (key.equals(sorted.get(i - 1).getKey())) {
                throw new Refusal("the key " + Refusal.printable(key) + " stands twice");
            }
        }
    }

    /** The elements; sorted where the set has no order and they are plain values of one type. */
    static @Nullable Object[] elements(Set<?> set) {
        @Nullable Object[] elements = set.toArray();
        if (byHash(set) && sortable(elements)) {
            Arrays.sort(elements);
        }
        return elements;
    }

    private static boolean byHash(Map<?, ?> map) {
        return map instanceof HashMap && !(map instanceof LinkedHashMap)
                || map.getClass() == MAP_OF
                || map instanceof ConcurrentHashMap
                || map instanceof Hashtable
                || map instanceof IdentityHashMap
                || map instanceof WeakHashMap;
    }

    private static boolean byHash(Set<?> set) {
        return set instanceof HashSet && !(set instanceof LinkedHashSet)
                || set.getClass() == SET_OF
                || set.getClass() == SET_OF_TWO
                || set instanceof ConcurrentHashMap.KeySetView;
    }

    private static boolean sortable(@Nullable Object[] elements) {
        Class<?> common = null;
        for (Object element : elements) {
            if (element == null || common != null && element.getClass() != common) {
                return false;
            }
            common = element.getClass();
        }
        return elements.length > 1 && elements[0] != null && plain(elements[0]);
    }

    private static boolean plain(Object value) {
        return value instanceof String
                || value instanceof Number && value instanceof Comparable
                || value instanceof Enum
                || value instanceof UUID
                || value instanceof Instant
                || value instanceof LocalDate
                || value instanceof Duration;
    }
}
