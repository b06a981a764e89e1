package dev.sojourn.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The tables, made by the very files that migration tools are given. */
final class Schema {

    private Schema() {}

    /** Makes what is missing; answers how many statements that took. */
    static int create(Lease lease) throws SQLException {
        try (Statement statement = lease.connection().createStatement()) {
            List<String> statements = statements(lease.dialect());
            for (String sql : statements) {
                execute(statement, sql);
            }
            return statements.size();
        }
    }

    /**
     * Where another node makes the same at this moment, "if not exists" may fail, on H2 with an error that says no more than that it
     * is internal; the second time it is there.
     */
    private static void execute(Statement statement, String sql) throws SQLException {
        try {
            statement.execute(sql);
        } catch (SQLException first) {
            try {
                statement.execute(sql);
            } catch (SQLException second) {
                second.addSuppressed(first);
                throw second;
            }
        }
    }

    /** The statements of the file; each ends with a semicolon at the end of a line. */
    private static List<String> statements(Dialect dialect) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        for (String line : text(dialect.schema()).lines().toList()) {
            statement.append(line).append('\n');
            if (line.endsWith(";")) {
                statements.add(statement.substring(0, statement.length() - 2));
                statement.setLength(0);
            }
        }
        return statements;
    }

    private static String text(String resource) {
        try (InputStream in = Objects.requireNonNull(Schema.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }
}
