package dev.sojourn.session.codec;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Session values to bytes and back: CBOR (RFC 8949) over a closed set of types. No class names are in the data.
 *
 * <p>The set: null, boolean, byte, short, int, long, float, double (finite), {@code BigInteger}, {@code BigDecimal},
 * {@code String}, {@code byte[]}, {@code Instant}, {@code LocalDate}, {@code Duration}, {@code UUID}, enums, lists,
 * sets, maps with {@code String} keys, and the registered types of the application. Everything comes back equal and of
 * the same type, except that collections are {@code ArrayList}, {@code LinkedHashSet} and {@code LinkedHashMap}, and
 * that an enum is its name unless its type is asked for. The order of lists, linked and sorted collections is kept;
 * {@code HashMap} and its like are written sorted, so that equal values have equal bytes.
 *
 * <p>One value has at most 1 MiB encoded, 32 levels, 1 024 entries per container and 16 384 in all, numbers of 64
 * digits, decimals with a scale of ±1 000.
 *
 * <p>Immutable and thread-safe.
 */
public final class SessionCodec {

    private static final SessionCodec STANDARD = builder().build();

    private final TypeRegistry types;

    private SessionCodec(TypeRegistry types) {
        this.types = types;
    }

    /** The codec without application types. */
    public static SessionCodec standard() {
        return STANDARD;
    }

    /** Begins a codec with application types. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The value as bytes. Equal values of the same type give the same bytes.
     *
     * @param name the attribute's name, for the error message alone
     * @throws UnsupportedValueException when the value, or one inside it, is of no supported type or over a limit
     */
    public byte[] encode(String name, @Nullable Object value) {
        try {
            return CborWriter.write(value, types);
        } catch (Refusal refusal) {
            throw new UnsupportedValueException(name, refusal.describe(), refusal.getCause());
        } catch (RuntimeException thrown) {
            // A collection of the application's own making, or one that another thread is changing.
            throw new UnsupportedValueException(
                    name, "could not be read: " + thrown.getClass().getName(), thrown);
        }
    }

    /**
     * The value in the type asked for: a class, or a {@code List}, {@code Set} or {@code Map} with type arguments. An
     * integer is given in any width that it fits, a float as double. {@code Object.class} takes whatever was stored.
     * Collections are new and may be changed. A stored null is null, whatever was asked for but a primitive.
     *
     * @throws UndecodableValueException when the bytes give no value of that type
     */
    public @Nullable Object decode(byte[] encoded, Type type) throws UndecodableValueException {
        try {
            return Fitting.fit(CborReader.read(encoded, types), type);
        } catch (Refusal refusal) {
            throw new UndecodableValueException("undecodable " + refusal.describe(), refusal.getCause());
        } catch (RuntimeException thrown) {
            // Upcasts and dates out of range, or a fault of the CBOR library: no session may break on its bytes.
            throw new UndecodableValueException(
                    "undecodable: " + thrown.getClass().getName(), thrown);
        }
    }

    /**
     * True when the value could be changed without a {@code put}: collections, arrays, beans, records that hold any
     * such thing, and whatever is not known. False for null, scalars and records of scalars.
     */
    public boolean isMutable(@Nullable Object value) {
        return value != null && types.isMutable(value);
    }

    /** Collects application types. For one thread. */
    public static final class Builder {

        private final Map<Class<?>, TypeMapping> byType = new LinkedHashMap<>();
        private final Map<String, Class<?>> byName = new LinkedHashMap<>();

        private Builder() {}

        /** Registers version 1 of a type; see {@link #register(Class, String, int, Upcast...)}. */
        public Builder register(Class<?> type, String shortName) {
            return register(type, shortName, 1);
        }

        /**
         * Registers a record, or a class with a constructor without parameters. Of a class the fields are kept, private
         * and inherited ones included, static and transient ones not; a final collection is filled in place. The type
         * may be private; a package in a module must be open to {@code dev.sojourn.core}.
         *
         * <p>Read back, unknown fields are ignored and missing ones are null, zero, or what the constructor made. A
         * value of a higher version than registered is undecodable.
         *
         * @param shortName what stands for the type in the data: 1 to 64 of {@code a-z 0-9 . _ -}; never to be changed
         * @param version the present version of its fields, 1 or more
         * @param upcasts one for each step, from version 1 to the present one, in order
         * @throws IllegalArgumentException when the type cannot be mapped, or type or name are taken; it says what to
         * do
         */
        public Builder register(Class<?> type, String shortName, int version, Upcast... upcasts) {
            checkName(shortName);
            if (version < 1 || upcasts.length != version - 1) {
                throw new IllegalArgumentException(
                        "version " + version + " of \"" + shortName + "\" needs " + Math.max(0, version - 1L)
                                + " upcasts, one for each earlier version; given " + upcasts.length);
            }
            if (byType.containsKey(type)) {
                throw new IllegalArgumentException(type.getTypeName() + " is registered already, as \""
                        + byType.get(type).shortName() + "\"");
            }
            if (byName.containsKey(shortName)) {
                throw new IllegalArgumentException("the short name \"" + shortName + "\" is taken by "
                        + byName.get(shortName).getTypeName());
            }
            byType.put(type, TypeMapping.of(type, shortName, List.of(upcasts)));
            byName.put(shortName, type);
            return this;
        }

        /**
         * The codec with what was registered.
         *
         * @throws IllegalArgumentException when a registered type has a field of a type that cannot be stored
         */
        public SessionCodec build() {
            return new SessionCodec(new TypeRegistry(new ArrayList<>(byType.values())));
        }

        private static void checkName(String shortName) {
            byte[] bytes = shortName.getBytes(StandardCharsets.UTF_8);
            if (!TypeRegistry.isShortName(bytes, 0, bytes.length)) {
                throw new IllegalArgumentException(
                        "a short name has 1 to 64 of a-z 0-9 . _ -, given \"" + Refusal.printable(shortName) + "\"");
            }
            if (shortName.equals(Tags.BYTE) || shortName.equals(Tags.SHORT) || shortName.equals(Tags.LONG)) {
                throw new IllegalArgumentException("the short name \"" + shortName + "\" is reserved for a number");
            }
        }
    }
}
