package dev.sojourn.session.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A class with a constructor without parameters, by its fields: private ones and inherited ones too, so that no state
 * is lost for want of a getter. Static and transient fields are left out. A final collection is filled in place.
 */
final class BeanMapping extends TypeMapping {

    private static final MethodType SETTER = MethodType.methodType(void.class, Object.class, Object.class);

    private final MethodHandle constructor;
    private final @Nullable MethodHandle[] setters;

    private BeanMapping(
            Class<?> type,
            String shortName,
            List<Upcast> upcasts,
            Field[] fields,
            MethodHandle constructor,
            @Nullable MethodHandle[] setters) {
        super(type, shortName, upcasts, fields);
        this.constructor = constructor;
        this.setters = setters;
    }

    static BeanMapping of(Class<?> type, String shortName, List<Upcast> upcasts, MethodHandles.Lookup lookup)
            throws ReflectiveOperationException {
        // Sorted by name: the virtual machine promises no order of declared fields.
        SortedMap<String, java.lang.reflect.Field> declared = declaredFields(type);
        Field[] fields = new Field[declared.size()];
        @Nullable MethodHandle[] setters = new @Nullable MethodHandle[declared.size()];
        int index = 0;
        for (java.lang.reflect.Field field : declared.values()) {
            MethodHandles.Lookup owner = Access.into(field.getDeclaringClass());
            fields[index] = new Field(field.getName(), field.getGenericType(), owner.unreflectGetter(field));
            setters[index] = Modifier.isFinal(field.getModifiers())
                    ? null
                    : owner.unreflectSetter(field).asType(SETTER);
            index++;
        }
        MethodHandle constructor = lookup.findConstructor(type, MethodType.methodType(void.class))
                .asType(MethodType.methodType(Object.class));
        return new BeanMapping(type, shortName, upcasts, fields, constructor, setters);
    }

    private static SortedMap<String, java.lang.reflect.Field> declaredFields(Class<?> type) {
        SortedMap<String, java.lang.reflect.Field> fields = new TreeMap<>();
        for (Class<?> level = type; level != null && level != Object.class; level = level.getSuperclass()) {
            for (java.lang.reflect.Field field : level.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                if (Modifier.isStatic(modifiers) || Modifier.isTransient(modifiers)) {
                    continue;
                }
                if (Modifier.isFinal(modifiers) && !isContainer(field.getType())) {
                    throw new IllegalArgumentException(field + " is final and cannot be set again;"
                            + " make it non-final, or transient to leave it out, or use a record");
                }
                if (fields.put(field.getName(), field) != null) {
                    throw new IllegalArgumentException(type.getTypeName() + " and its superclasses have two fields "
                            + field.getName() + "; rename one");
                }
            }
        }
        return fields;
    }

    private static boolean isContainer(Class<?> type) {
        return Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
    }

    @Override
    Object create(Map<String, @Nullable Object> stored) throws Throwable {
        Object bean = (Object) constructor.invokeExact();
        Field[] fields = fields();
        for (int i = 0; i < fields.length; i++) {
            String name = fields[i].name();
            if (!stored.containsKey(name)) {
                continue;
            }
            Object value = fields[i].fit(stored.get(name));
            MethodHandle setter = setters[i];
            if (setter == null) {
                fill(fields[i].get(bean), value);
            } else if (value != null || !fields[i].isPrimitive()) {
                setter.invokeExact(bean, value);
            }
        }
        return bean;
    }

    @SuppressWarnings("unchecked") // The value has been fitted to the declared type.
    private static void fill(@Nullable Object container, @Nullable Object value) {
        if (container instanceof Collection<?> collection && value instanceof Collection<?> values) {
            collection.clear();
            ((Collection<@Nullable Object>) collection).addAll(values);
        } else if (container instanceof Map<?, ?> map && value instanceof Map<?, ?> values) {
            map.clear();
            ((Map<@Nullable Object, @Nullable Object>) map).putAll(values);
        } else if (container != null || value != null) {
            throw new Refusal("a final collection that the constructor left null");
        }
    }

    @Override
    boolean mutable() {
        return true;
    }
}
