package dev.sojourn.session;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A name and the type of its value, to be kept in a constant. Immutable.
 *
 * <p>Names of applications and names of the library live apart: whatever text an application uses as a name, it never reaches
 * who is signed in.
 *
 * @param <T> the type of the value
 */
@SuppressWarnings("UnusedTypeParameter") // it types the calls that take an attribute
public final class SessionAttribute<T> {

    private static final char LIBRARY_MARK = '$';

    private final String name;
    private final String storedName;
    private final Type type;

    private SessionAttribute(String name, String storedName, Type type) {
        this.name = name;
        this.storedName = storedName;
        this.type = type;
    }

    /** A single value: one of the supported types, or a registered application type. */
    public static <T> SessionAttribute<T> of(String name, Class<T> type) {
        return new SessionAttribute<>(name, storedName(name), type);
    }

    /** A list; it is read as an {@link java.util.ArrayList} and may be changed in place. */
    public static <E> SessionAttribute<List<E>> listOf(String name, Class<E> element) {
        return new SessionAttribute<>(name, storedName(name), new Generic(List.class, element));
    }

    /** A set; it is read as a {@link java.util.LinkedHashSet} and may be changed in place. */
    public static <E> SessionAttribute<Set<E>> setOf(String name, Class<E> element) {
        return new SessionAttribute<>(name, storedName(name), new Generic(Set.class, element));
    }

    /** A map with text keys; it is read as a {@link java.util.LinkedHashMap} and may be changed in place. */
    public static <V> SessionAttribute<Map<String, V>> mapOf(String name, Class<V> value) {
        return new SessionAttribute<>(name, storedName(name), new Generic(Map.class, String.class, value));
    }

    /**
     * A value in the library's own namespace, for Sojourn's modules and for extensions: unseen by {@link Session#names()}, never
     * carried over a sign-in.
     */
    public static <T> SessionAttribute<T> library(String name, Class<T> type) {
        if (name.isEmpty() || name.charAt(0) == LIBRARY_MARK) {
            throw new IllegalArgumentException(
                    "a library name must not be empty nor begin with " + LIBRARY_MARK + ": " + name);
        }
        return new SessionAttribute<>(name, LIBRARY_MARK + name, type);
    }

    /** The name as given. */
    public String name() {
        return name;
    }

    Type type() {
        return type;
    }

    String storedName() {
        return storedName;
    }

    /** The name in the record of an application's name: doubling the mark keeps the two namespaces apart. */
    static String storedName(String name) {
        return !name.isEmpty() && name.charAt(0) == LIBRARY_MARK ? LIBRARY_MARK + name : name;
    }

    /** The application's name of a name in the record; null for the library's own. */
    static @Nullable String applicationName(String storedName) {
        if (storedName.isEmpty() || storedName.charAt(0) != LIBRARY_MARK) {
            return storedName;
        }
        return storedName.length() > 1 && storedName.charAt(1) == LIBRARY_MARK ? storedName.substring(1) : null;
    }

    @Override
    public String toString() {
        return "SessionAttribute[" + name + ": " + type.getTypeName() + "]";
    }

    private record Generic(Class<?> raw, List<Class<?>> arguments) implements ParameterizedType {

        Generic(Class<?> raw, Class<?>... arguments) {
            this(raw, List.of(arguments));
        }

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(new Type[0]);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return null;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ParameterizedType type
                    && raw.equals(type.getRawType())
                    && Arrays.equals(getActualTypeArguments(), type.getActualTypeArguments());
        }

        @Override
        public int hashCode() {
            return raw.hashCode() ^ arguments.hashCode();
        }

        @Override
        public String getTypeName() {
            return arguments.stream()
                    .map(Class::getTypeName)
                    .collect(Collectors.joining(", ", raw.getTypeName() + "<", ">"));
        }
    }
}
