package dev.sojourn.session;

import dev.sojourn.session.store.InvalidRecordException;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The plaintext of a sealed session. Layout: flags (1 octet, 1 = has an owner), id (16), created-at, last-seen and deadline (6 each,
 * milliseconds since 1970), owner (length octet and UTF-8) where the flag says so, packed attributes to the end.
 */
final class SealedRecord {

    static final int ID_BYTES = 16;

    private static final int HAS_OWNER = 1;
    private static final int FIXED = 1 + ID_BYTES + 3 * 6;
    private static final int LONGEST_OWNER = 255;

    private SealedRecord() {}

    /** The plaintext of a session under the random id that its key is derived from. */
    static byte[] encode(byte[] id, StoredSession session) {
        String owner = session.owner();
        byte[] label = owner == null ? new byte[0] : owner.getBytes(StandardCharsets.UTF_8);
        if (label.length > LONGEST_OWNER) {
            throw new IllegalArgumentException(
                    "the owner of a sealed session must be at most " + LONGEST_OWNER + " bytes, given " + label.length);
        }
        byte[] attributes = session.attributes().bytes();
        ByteBuffer out = ByteBuffer.allocate(FIXED + (owner == null ? 0 : 1 + label.length) + attributes.length);
        out.put((byte) (owner == null ? 0 : HAS_OWNER)).put(id);
        putTime(out, session.createdAt());
        putTime(out, session.lastSeenAt());
        putTime(out, session.expiresAt());
        if (owner != null) {
            out.put((byte) label.length).put(label);
        }
        return out.put(attributes).array();
    }

    /** The session of a plaintext; its version is its id, and its lifetime the one that is set today. */
    static StoredSession decode(byte[] plaintext, SessionSettings settings) throws InvalidRecordException {
        try {
            ByteBuffer in = ByteBuffer.wrap(plaintext);
            int flags = in.get();
            if ((flags & ~HAS_OWNER) != 0) {
                throw new InvalidRecordException("a sealed session of a newer form");
            }
            byte[] id = new byte[ID_BYTES];
            in.get(id);
            Instant createdAt = getTime(in);
            Instant lastSeenAt = getTime(in);
            Instant expiresAt = getTime(in);
            String owner = (flags & HAS_OWNER) == 0 ? null : getOwner(in);
            byte[] attributes = new byte[in.remaining()];
            in.get(attributes);
            return new StoredSession(
                    StoreKey.ofSealedId(id, settings.application()),
                    PackedAttributes.parse(attributes),
                    createdAt,
                    lastSeenAt,
                    expiresAt,
                    createdAt.plus(settings.lifetime()),
                    owner,
                    null,
                    id);
        } catch (BufferUnderflowException | CharacterCodingException malformed) {
            throw new InvalidRecordException("a sealed session is malformed", malformed);
        }
    }

    private static @Nullable String getOwner(ByteBuffer in) throws CharacterCodingException {
        byte[] label = new byte[in.get() & 0xff];
        in.get(label);
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(label))
                .toString();
    }

    private static void putTime(ByteBuffer out, Instant time) {
        long millis = time.toEpochMilli();
        out.putShort((short) (millis >>> 32)).putInt((int) millis);
    }

    private static Instant getTime(ByteBuffer in) {
        return Instant.ofEpochMilli((in.getShort() & 0xffffL) << 32 | in.getInt() & 0xffffffffL);
    }
}
