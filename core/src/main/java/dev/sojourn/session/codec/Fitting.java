package dev.sojourn.session.codec;

import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives a natural value in the type asked for, or refuses. Nothing is ever rounded, cut or guessed. */
final class Fitting {

    private static final Type[] NO_ARGUMENTS = {};

    private Fitting() {}

    static @Nullable Object fit(@Nullable Object value, Type type) {
        if (type instanceof Class<?> plain) {
            return fit(value, plain, NO_ARGUMENTS);
        }
        if (type instanceof ParameterizedType generic) {
            return fit(value, (Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        if (type instanceof WildcardType wildcard) {
            return fit(value, wildcard.getUpperBounds()[0]);
        }
        throw new Refusal("asked for " + type.getTypeName() + ", which no value can be given as");
    }

    private static @Nullable Object fit(@Nullable Object value, Class<?> wanted, Type[] arguments) {
        if (value == null) {
            if (wanted.isPrimitive()) {
                throw new Refusal("null, asked for " + wanted);
            }
            return null;
        }
        if (value instanceof Unreadable unreadable) {
            throw new Refusal(unreadable.why());
        }
        if (value instanceof List<?> list) {
            return elements(list, new ArrayList<>(list.size()), wanted, arguments);
        }
        if (value instanceof Map<?, ?> map) {
            return map(map, wanted, arguments);
        }
        if (value instanceof Set<?> set) {
            return elements(set, new LinkedHashSet<>(), wanted, arguments);
        }
        return wanted.isInstance(value) ? value : converted(value, wanted);
    }

    /** @param fitted an empty one of the same kind */
    private static Object elements(
            Collection<?> values, Collection<@Nullable Object> fitted, Class<?> wanted, Type[] arguments) {
        Type element = argument(wanted, arguments, 0, 1);
        for (Object value : values) {
            try {
                fitted.add(fit(value, element));
            } catch (Refusal refusal) {
                throw refusal.inside(fitted.size());
            }
        }
        return container(fitted, wanted);
    }

    private static Object map(Map<?, ?> values, Class<?> wanted, Type[] arguments) {
        Type keyType = argument(wanted, arguments, 0, 2);
        Type valueType = argument(wanted, arguments, 1, 2);
        Map<@Nullable Object, @Nullable Object> fitted = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            try {
                fitted.put(key(entry.getKey(), keyType), fit(entry.getValue(), valueType));
            } catch (Refusal refusal) {
                throw refusal.inside(String.valueOf(entry.getKey()));
            }
        }
        return container(fitted, wanted);
    }

    private static @Nullable Object key(@Nullable Object key, Type wanted) {
        if (fit(key, wanted) instanceof String text) {
            return text;
        }
        throw new Refusal("a key is a text, asked for " + wanted.getTypeName());
    }

    private static Type argument(Class<?> wanted, Type[] arguments, int index, int expected) {
        if (arguments.length == 0) {
            return Object.class;
        }
        if (arguments.length != expected) {
            throw new Refusal("asked for " + wanted.getTypeName() + ", which this collection cannot be given as");
        }
        return arguments[index];
    }

    private static Object container(Object fitted, Class<?> wanted) {
        if (!wanted.isInstance(fitted)) {
            throw mismatch(fitted, wanted);
        }
        return fitted;
    }

    private static Object converted(Object value, Class<?> wanted) {
        if (wanted.isPrimitive()) {
            Object boxed = fit(value, MethodType.methodType(wanted).wrap().returnType());
            if (boxed != null) {
                return boxed;
            }
        }
        Object converted = null;
        if (value instanceof String name && wanted.isEnum()) {
            converted = constant(name, wanted);
        } else if (value instanceof Float number && wanted == Double.class) {
            converted = number.doubleValue();
        } else if (value instanceof BigInteger number) {
            converted = number.bitLength() < Long.SIZE ? ofWidth(number.longValue(), wanted) : null;
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            converted = ofWidth(((Number) value).longValue(), wanted);
        }
        if (converted == null) {
            throw mismatch(value, wanted);
        }
        return converted;
    }

    private static @Nullable Object ofWidth(long number, Class<?> wanted) {
        if (wanted == Long.class) {
            return number;
        }
        if (wanted == Integer.class && number == (int) number) {
            return (int) number;
        }
        if (wanted == Short.class && number == (short) number) {
            return (short) number;
        }
        if (wanted == Byte.class && number == (byte) number) {
            return (byte) number;
        }
        return wanted == BigInteger.class ? BigInteger.valueOf(number) : null;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // The caller has checked that it is an enum.
    private static @Nullable Object constant(String name, Class<?> wanted) {
        try {
            return Enum.valueOf((Class) wanted, name);
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    private static Refusal mismatch(Object value, Class<?> wanted) {
        return new Refusal("this " + value.getClass().getSimpleName() + " is, or fits, no " + wanted.getTypeName());
    }
}
