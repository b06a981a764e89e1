package dev.sojourn.session.codec;

import java.lang.invoke.MethodHandles;

/** The way into an application's classes. */
final class Access {

    private Access() {}

    /**
     * A lookup with private access.
     *
     * @throws IllegalArgumentException when the type's package is not open to this module; it says what to open
     */
    static MethodHandles.Lookup into(Class<?> type) {
        Module own = Access.class.getModule();
        own.addReads(type.getModule());
        try {
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        } catch (IllegalAccessException closed) {
            String to = own.isNamed() ? " to " + own.getName() : "";
            throw new IllegalArgumentException(
                    type.getTypeName() + " cannot be reached: add \"opens " + type.getPackageName() + to
                            + ";\" to the module-info of " + type.getModule().getName(),
                    closed);
        }
    }
}
