package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A whole record as one array, for stores whose backend keeps bytes. The key stands inside, so a record found under another
 * key's name is refused; the checksum finds torn and altered bytes, but is no seal against whoever can write to the store.
 *
 * <p>Layout, numbers big-endian: {@code SJR}, schema octet, expires-at, key (32), stamp, created-at, last-seen, ends-at,
 * owner, device, packed attributes, CRC32C of all before. Times are epoch milliseconds in 8 octets; owner and device are a length in
 * 4 octets (-1 for none) and UTF-8. Every future schema keeps the first 12 octets and the checksum as they are.
 */
public final class RecordCodec {

    private static final int MAGIC = 'S' << 24 | 'J' << 16 | 'R' << 8;
    private static final int SCHEMA = 2;

    private static final int KEY_BYTES = 32;
    private static final int CHECKSUM_BYTES = Integer.BYTES;
    private static final int PREFIX_BYTES = Integer.BYTES + Long.BYTES;
    private static final int FIXED_BYTES =
            PREFIX_BYTES + KEY_BYTES + 4 * Long.BYTES + 2 * Integer.BYTES + CHECKSUM_BYTES;
    private static final int NONE = -1;

    private RecordCodec() {}

    /**
     * The bytes of a record; its version is left out.
     *
     * @param stamp the store's mark of this write, given back by {@link #parse} as the version
     */
    public static byte[] encode(StoredSession session, long stamp) {
        byte @Nullable [] owner = utf8(session.owner());
        byte @Nullable [] device = utf8(session.device());
        byte[] attributes = session.attributes().bytes();
        ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + length(owner) + length(device) + attributes.length);
        out.putInt(MAGIC | SCHEMA);
        out.putLong(session.expiresAt().toEpochMilli());
        out.put(session.key().bytes());
        out.putLong(stamp);
        out.putLong(session.createdAt().toEpochMilli());
        out.putLong(session.lastSeenAt().toEpochMilli());
        out.putLong(session.endsAt().toEpochMilli());
        putText(out, owner);
        putText(out, device);
        out.put(attributes);
        out.putInt(checksum(out.array()));
        return out.array();
    }

    /**
     * Reads back what {@link #encode} gave; the version of the record is its stamp, a {@code Long}.
     *
     * @param key the key under which the bytes were found
     * @throws InvalidRecordException when the bytes are torn, altered, foreign, of a newer schema, or another key's record
     */
    public static StoredSession parse(StoreKey key, byte[] bytes) throws InvalidRecordException {
        ByteBuffer in = checked(bytes);
        int schema = in.getInt() & 0xff;
        if (schema != SCHEMA) {
            throw new InvalidRecordException("the record has schema " + schema + ", this version reads " + SCHEMA);
        }
        if (bytes.length < FIXED_BYTES) {
            throw new InvalidRecordException("the record is too short: " + bytes.length + " bytes");
        }
        Instant expiresAt = Instant.ofEpochMilli(in.getLong());
        if (!key.equals(StoreKey.ofBytes(take(in, KEY_BYTES)))) {
            throw new InvalidRecordException("the record belongs to another key");
        }
        long stamp = in.getLong();
        Instant createdAt = Instant.ofEpochMilli(in.getLong());
        Instant lastSeenAt = Instant.ofEpochMilli(in.getLong());
        Instant endsAt = Instant.ofEpochMilli(in.getLong());
        String owner = getText(in);
        String device = getText(in);
        PackedAttributes attributes = PackedAttributes.parse(take(in, in.remaining()));
        return new StoredSession(key, attributes, createdAt, lastSeenAt, expiresAt, endsAt, owner, device, stamp);
    }

    /** When a record expires, for any schema and any key; empty where the bytes are no whole record. */
    public static Optional<Instant> expiry(byte[] bytes) {
        try {
            return Optional.of(Instant.ofEpochMilli(checked(bytes).getLong(Integer.BYTES)));
        } catch (InvalidRecordException notARecord) {
            return Optional.empty();
        }
    }

    /** The bytes without the checksum, once length, magic and checksum were found right. */
    private static ByteBuffer checked(byte[] bytes) throws InvalidRecordException {
        if (bytes.length < PREFIX_BYTES + CHECKSUM_BYTES) {
            throw new InvalidRecordException("the record is too short: " + bytes.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if ((in.getInt(0) & ~0xff) != MAGIC) {
            throw new InvalidRecordException("the bytes are no session record");
        }
        int end = bytes.length - CHECKSUM_BYTES;
        if (in.getInt(end) != checksum(bytes)) {
            throw new InvalidRecordException("the record is torn or altered: its checksum does not match");
        }
        return in.limit(end);
    }

    /** Of all but the last four octets, which hold it. */
    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - CHECKSUM_BYTES);
        return (int) crc.getValue();
    }

    private static byte @Nullable [] utf8(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static int length(byte @Nullable [] text) {
        return text == null ? 0 : text.length;
    }

    private static void putText(ByteBuffer out, byte @Nullable [] text) {
        if (text == null) {
            out.putInt(NONE);
        } else {
            out.putInt(text.length).put(text);
        }
    }

    private static @Nullable String getText(ByteBuffer in) throws InvalidRecordException {
        if (in.remaining() < Integer.BYTES) {
            throw new InvalidRecordException("the record ends before its labels");
        }
        int length = in.getInt();
        if (length == NONE) {
            return null;
        }
        if (length < 0 || length > in.remaining()) {
            throw new InvalidRecordException("a label reaches past the end of the record");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(take(in, length)))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new InvalidRecordException("a label is not UTF-8", malformed);
        }
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
