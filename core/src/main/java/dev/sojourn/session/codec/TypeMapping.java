package dev.sojourn.session.codec;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one registered type is taken apart and put together again. Immutable and thread-safe. */
abstract sealed class TypeMapping permits RecordMapping, BeanMapping {

    private final Class<?> type;
    private final String shortName;
    private final List<Upcast> upcasts;
    private final Field[] fields;

    /** One upcast for each version before the present one. */
    TypeMapping(Class<?> type, String shortName, List<Upcast> upcasts, Field[] fields) {
        this.type = type;
        this.shortName = shortName;
        this.upcasts = List.copyOf(upcasts);
        this.fields = fields;
        if (fields.length > Limits.ENTRIES) {
            throw new IllegalArgumentException(
                    type.getTypeName() + " has " + fields.length + " fields, allowed are " + Limits.ENTRIES);
        }
    }

    /** The mapping of a record or bean, checked as far as it can be alone. */
    static TypeMapping of(Class<?> type, String shortName, List<Upcast> upcasts) {
        if (StorableTypes.isBuiltIn(type)) {
            throw new IllegalArgumentException(type.getTypeName() + " needs no registration, or cannot have one:"
                    + " simple types, enums, arrays and collections are no application types");
        }
        boolean inner = type.isMemberClass() && !Modifier.isStatic(type.getModifiers());
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers()) || inner) {
            throw new IllegalArgumentException(type.getTypeName() + " cannot be made from its fields alone:"
                    + " register records and concrete classes, not interfaces, abstract or inner ones");
        }
        MethodHandles.Lookup lookup = Access.into(type);
        try {
            return type.isRecord()
                    ? RecordMapping.of(type, shortName, upcasts, lookup)
                    : BeanMapping.of(type, shortName, upcasts, lookup);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalArgumentException(
                    type.getTypeName() + " is no record and has no constructor without parameters; give it one",
                    missing);
        }
    }

    final Class<?> type() {
        return type;
    }

    final String shortName() {
        return shortName;
    }

    final int version() {
        return upcasts.size() + 1;
    }

    /** In the order in which they are written; not to be changed. */
    final Field[] fields() {
        return fields;
    }

    /** The instance that stored fields of some version give. */
    final Object create(int version, Map<String, @Nullable Object> stored) {
        if (version > version()) {
            return new Unreadable("a \"" + shortName + "\" of version " + version
                    + ", written by a newer release; known is " + version());
        }
        Map<String, @Nullable Object> lifted = stored;
        for (int from = version; from < version(); from++) {
            lifted = upcasts.get(from - 1).apply(lifted);
        }
        try {
            return create(lifted);
        } catch (Refusal | Error known) {
            throw known;
        } catch (Throwable thrown) {
            throw new Refusal(
                    "making a \"" + shortName + "\" threw " + thrown.getClass().getName(), thrown);
        }
    }

    /** The instance that fields of the present version give; what is missing stays null or the default. */
    abstract Object create(Map<String, @Nullable Object> stored) throws Throwable;

    /** True when instances may change in place, whatever their fields are. */
    abstract boolean mutable();
}
