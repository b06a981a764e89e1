package dev.sojourn.session.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record by its components and its canonical constructor. */
final class RecordMapping extends TypeMapping {

    private final MethodHandle constructor;
    private final @Nullable Object[] defaults;

    private RecordMapping(
            Class<?> type,
            String shortName,
            List<Upcast> upcasts,
            Field[] fields,
            MethodHandle constructor,
            @Nullable Object[] defaults) {
        super(type, shortName, upcasts, fields);
        this.constructor = constructor;
        this.defaults = defaults;
    }

    static RecordMapping of(Class<?> type, String shortName, List<Upcast> upcasts, MethodHandles.Lookup lookup)
            throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Field[] fields = new Field[components.length];
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] defaults = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            // The one value of a fresh array of a primitive type is that type's default.
            defaults[i] = types[i].isPrimitive() ? Array.get(Array.newInstance(types[i], 1), 0) : null;
            MethodHandle getter = lookup.unreflect(components[i].getAccessor());
            fields[i] = new Field(components[i].getName(), components[i].getGenericType(), getter);
        }
        MethodHandle constructor = lookup.findConstructor(type, MethodType.methodType(void.class, types))
                .asSpreader(Object[].class, types.length)
                .asType(MethodType.methodType(Object.class, Object[].class));
        return new RecordMapping(type, shortName, upcasts, fields, constructor, defaults);
    }

    @Override
    Object create(Map<String, @Nullable Object> stored) throws Throwable {
        Field[] fields = fields();
        @Nullable Object[] values = defaults.clone();
        for (int i = 0; i < fields.length; i++) {
            Object value = fields[i].fit(stored.get(fields[i].name()));
            if (value != null) {
                values[i] = value;
            }
        }
        return (Object) constructor.invokeExact(values);
    }

    @Override
    boolean mutable() {
        return false;
    }
}
