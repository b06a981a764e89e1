package dev.sojourn.store.jdbc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sojourn.servers.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One PostgreSQL server for all tests that do not harm it. */
final class SharedPostgres implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PostgresServer.class;
    }

    @Override
    public PostgresServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.GLOBAL)
                .computeIfAbsent(PostgresServer.class, type -> start(), PostgresServer.class);
    }

    /** Skips the test where there is no server, unless nothing may be missing. */
    static void require(boolean there) {
        if (!Boolean.getBoolean("sojourn.require.all")) {
            assumeTrue(there, "no PostgreSQL: its binaries are for Linux, and -Dsojourn.postgres.url names none");
        }
    }

    /** JUnit closes it with the last test. */
    private static PostgresServer start() {
        require(PostgresServer.canUse());
        try {
            return PostgresServer.runningOrStarted();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
