package dev.sojourn.demo;

import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.token.StoreKey;
import dev.sojourn.store.jdbc.JdbcStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An open database. Shows the row of a session as an SQL shell does. */
record DatabaseShelf(HikariDataSource pool, JdbcStore sessions) implements Shelf {

    private static final String ROW = "select * from sojourn_sessions where session_key = ";
    private static final int SHOWN = 96;

    @Override
    public Glance glance(StoreKey key) {
        try (Connection connection = pool.getConnection();
                PreparedStatement select = connection.prepareStatement(ROW + "?")) {
            String product = connection.getMetaData().getDatabaseProductName();
            select.setBytes(1, key.bytes());
            try (ResultSet row = select.executeQuery()) {
                List<String> lines = row.next() ? columns(row) : List.of();
                return new Glance("A row in " + product, ROW + literal(product, key) + ";", lines);
            }
        } catch (SQLException failure) {
            throw new StoreException("the database cannot be asked", failure);
        }
    }

    private static String literal(String product, StoreKey key) {
        return product.equals("PostgreSQL") ? "'\\x" + key.hex() + "'" : "X'" + key.hex() + "'";
    }

    private static List<String> columns(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        List<String> lines = new ArrayList<>();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            String name = columns.getColumnName(column).toLowerCase(Locale.ROOT);
            lines.add(String.format("%-12s | %s", name, value(row.getObject(column))));
        }
        return lines;
    }

    private static String value(@Nullable Object value) {
        if (!(value instanceof byte[] bytes)) {
            return String.valueOf(value);
        }
        String hex = HexFormat.of().formatHex(bytes, 0, Math.min(SHOWN, bytes.length));
        return "\\x" + hex + (bytes.length > SHOWN ? "… " + bytes.length + " bytes" : "");
    }

    @Override
    public void close() {
        sessions.close();
        pool.close();
    }
}
