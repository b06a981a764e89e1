package dev.sojourn.store.jdbc;

import dev.sojourn.session.store.InvalidRecordException;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Records as rows, and rows as records. */
final class Rows {

    /** In the order in which {@link #read} takes them. */
    static final String COLUMNS =
            "session_key, version, created_at, last_seen_at, expires_at, ends_at, owner, device, attributes";

    private static final int LONGEST_LABEL = 1024;

    private Rows() {}

    /** The record of the current row; its version is a {@code Long}. */
    static StoredSession read(ResultSet row) throws SQLException, InvalidRecordException {
        return new StoredSession(
                StoreKey.ofBytes(row.getBytes(1)),
                PackedAttributes.parse(row.getBytes(9)),
                Instant.ofEpochMilli(row.getLong(3)),
                Instant.ofEpochMilli(row.getLong(4)),
                Instant.ofEpochMilli(row.getLong(5)),
                Instant.ofEpochMilli(row.getLong(6)),
                text(row.getBytes(7)),
                text(row.getBytes(8)),
                row.getLong(2));
    }

    static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value instanceof Long number) {
                statement.setLong(i + 1, number);
            } else if (value instanceof Integer number) {
                statement.setInt(i + 1, number);
            } else if (value instanceof Instant time) {
                statement.setLong(i + 1, time.toEpochMilli());
            } else if (value instanceof StoreKey key) {
                statement.setBytes(i + 1, key.bytes());
            } else if (value instanceof byte[] bytes) {
                statement.setBytes(i + 1, bytes);
            } else {
                statement.setNull(i + 1, Types.VARBINARY);
            }
        }
    }

    static byte @Nullable [] label(@Nullable String text) {
        return text == null ? null : requiredLabel(text);
    }

    /** The bytes of a label, by which it is compared exactly, whatever the database thinks of letters and blanks. */
    static byte[] requiredLabel(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST_LABEL) {
            throw new StoreException("JdbcStore keeps labels of owner and device of at most " + LONGEST_LABEL
                    + " bytes, given " + bytes.length);
        }
        return bytes;
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
