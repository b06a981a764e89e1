package dev.sojourn.session;

import dev.sojourn.session.store.InvalidRecordException;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The plaintext of a sealed session. Layout: flags (1 octet: 1 = has an owner, 2 = has an epoch, 4 = spilled), id (16), created-at,
 * last-seen and deadline (6 each, milliseconds since 1970), owner (length octet and UTF-8) and epoch (6) where the flags say so; then,
 * to the end, packed attributes, or the token (32) of the record that a store keeps. Without an epoch it is created-at.
 */
final class SealedRecord {

    static final int ID_BYTES = 16;

    private static final int HAS_OWNER = 1;
    private static final int HAS_EPOCH = 2;
    private static final int SPILLED = 4;
    private static final int TIME_BYTES = 6;
    private static final int TOKEN_BYTES = 32;
    private static final int FIXED = 1 + ID_BYTES + 3 * TIME_BYTES;
    private static final int LONGEST_OWNER = 255;

    private SealedRecord() {}

    /** The plaintext of a session whose version is its {@link SealedMark}. */
    static byte[] encode(StoredSession session) {
        SealedMark mark = SealedMark.of(session);
        SealedMark.Spilled spilled = mark.spilled();
        byte[] label = label(session.owner());
        boolean epoch = mark.epoch() != session.createdAt().toEpochMilli();
        byte[] content = spilled != null
                ? spilled.token().revealBytes()
                : session.attributes().bytes();
        ByteBuffer out = ByteBuffer.allocate(FIXED + label.length + (epoch ? TIME_BYTES : 0) + content.length);
        out.put((byte)
                ((label.length > 0 ? HAS_OWNER : 0) | (epoch ? HAS_EPOCH : 0) | (spilled != null ? SPILLED : 0)));
        out.put(mark.identity().secret());
        putTime(out, session.createdAt().toEpochMilli());
        putTime(out, session.lastSeenAt().toEpochMilli());
        putTime(out, session.expiresAt().toEpochMilli());
        out.put(label);
        if (epoch) {
            putTime(out, mark.epoch());
        }
        return out.put(content).array();
    }

    /** The session of a plaintext, marked; its lifetime is the one that is set today. A spilled one comes without attributes. */
    static StoredSession decode(byte[] plaintext, SessionSettings settings) throws InvalidRecordException {
        try {
            ByteBuffer in = ByteBuffer.wrap(plaintext);
            int flags = in.get();
            if ((flags & ~(HAS_OWNER | HAS_EPOCH | SPILLED)) != 0) {
                throw new InvalidRecordException("a sealed session of a newer form");
            }
            byte[] id = new byte[ID_BYTES];
            in.get(id);
            Instant createdAt = Instant.ofEpochMilli(getTime(in));
            Instant lastSeenAt = Instant.ofEpochMilli(getTime(in));
            Instant expiresAt = Instant.ofEpochMilli(getTime(in));
            String owner = (flags & HAS_OWNER) == 0 ? null : getOwner(in);
            long epoch = (flags & HAS_EPOCH) == 0 ? createdAt.toEpochMilli() : getTime(in);
            byte[] content = new byte[in.remaining()];
            in.get(content);
            boolean spilled = (flags & SPILLED) != 0;
            StoreKey key = StoreKey.ofSealedId(id, settings.application());
            return new StoredSession(
                    key,
                    spilled ? PackedAttributes.EMPTY : PackedAttributes.parse(content),
                    createdAt,
                    lastSeenAt,
                    expiresAt,
                    createdAt.plus(settings.lifetime()),
                    owner,
                    null,
                    new SealedMark(new Identity(key, id), epoch, spilled ? spilled(content) : null));
        } catch (BufferUnderflowException | CharacterCodingException malformed) {
            throw new InvalidRecordException("a sealed session is malformed", malformed);
        }
    }

    private static SealedMark.Spilled spilled(byte[] token) throws InvalidRecordException {
        if (token.length != TOKEN_BYTES) {
            throw new InvalidRecordException("a spilled session has a token of " + token.length + " bytes");
        }
        return new SealedMark.Spilled(SessionToken.of(token), null, false);
    }

    /** Empty for nobody; an owner without a name is one octet. */
    private static byte[] label(@Nullable String owner) {
        if (owner == null) {
            return new byte[0];
        }
        byte[] text = owner.getBytes(StandardCharsets.UTF_8);
        if (text.length > LONGEST_OWNER) {
            throw new IllegalArgumentException(
                    "the owner of a sealed session must be at most " + LONGEST_OWNER + " bytes, given " + text.length);
        }
        return ByteBuffer.allocate(1 + text.length)
                .put((byte) text.length)
                .put(text)
                .array();
    }

    private static @Nullable String getOwner(ByteBuffer in) throws CharacterCodingException {
        byte[] label = new byte[in.get() & 0xff];
        in.get(label);
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(label))
                .toString();
    }

    private static void putTime(ByteBuffer out, long millis) {
        out.putShort((short) (millis >>> 32)).putInt((int) millis);
    }

    private static long getTime(ByteBuffer in) {
        return (in.getShort() & 0xffffL) << 32 | in.getInt() & 0xffffffffL;
    }
}
