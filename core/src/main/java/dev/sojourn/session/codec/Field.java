package dev.sojourn.session.codec;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;

/**
 * One component of a record or field of a bean: its name in the data, its declared type, and how it is read.
 * Thread-safe.
 */
final class Field {

    private final String name;
    private final SerializedString encodedName;
    private final Type type;
    private final boolean integer;
    private final MethodHandle getter;

    /** The getter is adapted to take and give an Object. */
    Field(String name, Type type, MethodHandle getter) {
        Utf8.check(name);
        this.name = name;
        this.encodedName = new SerializedString(name);
        this.type = type;
        this.integer = StorableTypes.isInteger(type);
        this.getter = getter.asType(getter.type().generic());
    }

    String name() {
        return name;
    }

    SerializedString encodedName() {
        return encodedName;
    }

    Type type() {
        return type;
    }

    /** True where the declared type is a byte, short, int or long, so that the data need not say the width. */
    boolean isInteger() {
        return integer;
    }

    boolean isPrimitive() {
        return type instanceof Class<?> plain && plain.isPrimitive();
    }

    @Nullable
    Object get(Object holder) {
        try {
            return (Object) getter.invokeExact(holder);
        } catch (Error error) {
            throw error;
        } catch (Throwable thrown) {
            throw new Refusal("its accessor threw " + thrown.getClass().getName(), thrown);
        }
    }

    /** The stored value in the declared type. Null where the declared type is primitive means: the default. */
    @Nullable
    Object fit(@Nullable Object stored) {
        if (stored == null) {
            return null;
        }
        try {
            return Fitting.fit(stored, type);
        } catch (Refusal refusal) {
            throw refusal.inside(name);
        }
    }
}
