package dev.sojourn.store.jdbc;

import ch.vorburger.exec.ManagedProcessException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One MariaDB server for all tests. */
final class SharedMariaDb implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == MariaDbServer.class;
    }

    @Override
    public MariaDbServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.GLOBAL)
                .computeIfAbsent(MariaDbServer.class, type -> start(), MariaDbServer.class);
    }

    /** JUnit closes it with the last test. */
    private static MariaDbServer start() {
        try {
            return MariaDbServer.runningOrStarted();
        } catch (ManagedProcessException failure) {
            throw new IllegalStateException("MariaDB does not start", failure);
        }
    }
}
