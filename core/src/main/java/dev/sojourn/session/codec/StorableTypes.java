package dev.sojourn.session.codec;

import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What may be declared as the type of a registered type's field. */
final class StorableTypes {

    private static final Set<Class<?>> INTEGERS =
            Set.of(byte.class, short.class, int.class, long.class, Byte.class, Short.class, Integer.class, Long.class);

    private static final Set<Class<?>> OTHER_IMMUTABLES = Set.of(
            boolean.class,
            Boolean.class,
            float.class,
            Float.class,
            double.class,
            Double.class,
            BigInteger.class,
            BigDecimal.class,
            String.class,
            Instant.class,
            LocalDate.class,
            Duration.class,
            UUID.class);

    private StorableTypes() {}

    static boolean isInteger(Type type) {
        return type instanceof Class<?> plain && INTEGERS.contains(plain);
    }

    /** True for the types of single values that never change in place. */
    static boolean isImmutable(Class<?> type) {
        return INTEGERS.contains(type) || OTHER_IMMUTABLES.contains(type) || type.isEnum();
    }

    /** True for types that need no registration, so that registering them is an error. */
    static boolean isBuiltIn(Class<?> type) {
        return isImmutable(type) || type.isArray() || type.isPrimitive() || isContainer(type);
    }

    /**
     * True when every value that can be stored from a field of that type can be given back in it. Interfaces and
     * abstract classes pass, since registered types say themselves what they are.
     */
    static boolean isStorable(Type type, Set<Class<?>> registered) {
        if (type instanceof Class<?> plain) {
            return isImmutable(plain)
                    || plain == byte[].class
                    || registered.contains(plain)
                    || isGivenContainer(plain)
                    || !isContainer(plain) && isOpen(plain);
        }
        if (type instanceof WildcardType wildcard) {
            return isStorable(wildcard.getUpperBounds()[0], registered);
        }
        return type instanceof ParameterizedType generic && isStorable(generic, registered);
    }

    private static boolean isStorable(ParameterizedType type, Set<Class<?>> registered) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] arguments = type.getActualTypeArguments();
        if (Map.class.isAssignableFrom(raw)) {
            return raw.isAssignableFrom(LinkedHashMap.class)
                    && isKey(arguments[0])
                    && isStorable(arguments[1], registered);
        }
        return isGivenContainer(raw) ? isStorable(arguments[0], registered) : isOpen(raw) && !isContainer(raw);
    }

    private static boolean isKey(Type type) {
        return type == String.class
                || type instanceof WildcardType wildcard && wildcard.getUpperBounds()[0] == Object.class;
    }

    private static boolean isGivenContainer(Class<?> type) {
        return isContainer(type)
                && (type.isAssignableFrom(ArrayList.class)
                        || type.isAssignableFrom(LinkedHashSet.class)
                        || type.isAssignableFrom(LinkedHashMap.class));
    }

    private static boolean isContainer(Class<?> type) {
        return Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
    }

    private static boolean isOpen(Class<?> type) {
        // Primitive types and arrays count as abstract.
        boolean plain = type.isPrimitive() || type.isArray();
        return type == Object.class || !plain && Modifier.isAbstract(type.getModifiers());
    }
}
