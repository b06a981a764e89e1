package dev.sojourn.session.codec;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The registered types, by class for writing and by short name for reading. Immutable. */
final class TypeRegistry {

    private static final int LONGEST_NAME = 64;

    private final Map<Class<?>, TypeMapping> byType = new HashMap<>();
    private final Map<String, TypeMapping> byName = new HashMap<>();
    private final Set<Class<?>> immutable = new HashSet<>();

    /** The mappings have distinct types and names. */
    TypeRegistry(List<TypeMapping> mappings) {
        for (TypeMapping mapping : mappings) {
            byType.put(mapping.type(), mapping);
            byName.put(mapping.shortName(), mapping);
        }
        for (TypeMapping mapping : mappings) {
            checkFields(mapping);
        }
        findImmutable(mappings);
    }

    private void checkFields(TypeMapping mapping) {
        for (Field field : mapping.fields()) {
            if (!StorableTypes.isStorable(field.type(), byType.keySet())) {
                throw new IllegalArgumentException(mapping.type().getTypeName() + "." + field.name() + " has type "
                        + field.type().getTypeName()
                        + ", which cannot be stored; register it too, declare collections as"
                        + " List, Set or Map<String, ...>, or make the field transient");
            }
        }
    }

    /**
     * A record is immutable when its fields are; found from the leaves up, so that a cycle of types is never found so.
     */
    private void findImmutable(List<TypeMapping> mappings) {
        boolean found = true;
        while (found) {
            found = false;
            for (TypeMapping mapping : mappings) {
                found |= !mapping.mutable() && allImmutable(mapping.fields()) && immutable.add(mapping.type());
            }
        }
    }

    private boolean allImmutable(Field[] fields) {
        for (Field field : fields) {
            if (!(field.type() instanceof Class<?> type
                    && (StorableTypes.isImmutable(type) || immutable.contains(type)))) {
                return false;
            }
        }
        return true;
    }

    /** The mapping of exactly this class, null when it is not registered. */
    @Nullable
    TypeMapping of(Class<?> type) {
        return byType.get(type);
    }

    /** The instance that stored fields give, or an {@link Unreadable}. */
    Object create(String shortName, int version, Map<String, @Nullable Object> fields) {
        TypeMapping mapping = byName.get(shortName);
        return mapping == null
                ? new Unreadable("a \"" + shortName + "\", which is no registered type")
                : mapping.create(version, fields);
    }

    boolean isMutable(Object value) {
        Class<?> type = value.getClass();
        return !(value instanceof Enum || StorableTypes.isImmutable(type) || immutable.contains(type));
    }

    /** True for 1 to 64 of a-z, 0-9, dot, underscore and hyphen. */
    static boolean isShortName(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            if (!(b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '.' || b == '_' || b == '-')) {
                return false;
            }
        }
        return end > start && end - start <= LONGEST_NAME;
    }
}
