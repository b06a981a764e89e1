package dev.sojourn.session.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a store knows a session by: SHA-256 of the token and the application's name, under a label of its own. Nothing that
 * a store holds leads back to the token. Immutable value of four longs.
 */
public final class StoreKey {

    private static final byte[] LABEL = "sojourn/v1 store key".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SEALED_RECORD_LABEL = "sojourn/v1 sealed record key".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SEALED_LABEL = "sojourn/v1 sealed id".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OWNER_EPOCH_LABEL = "sojourn/v1 owner epoch".getBytes(StandardCharsets.UTF_8);
    private static final byte[] EPOCH_LABEL = "sojourn/v1 epoch of all".getBytes(StandardCharsets.UTF_8);
    private static final byte[] HANDLE_LABEL = "sojourn/v1 handle".getBytes(StandardCharsets.UTF_8);
    private static final int BYTES = 32;

    private final long a;
    private final long b;
    private final long c;
    private final long d;

    private StoreKey(ByteBuffer bytes) {
        this.a = bytes.getLong();
        this.b = bytes.getLong();
        this.c = bytes.getLong();
        this.d = bytes.getLong();
    }

    /** The key of a token within one application; two applications never share a key. */
    public static StoreKey of(SessionToken token, String application) {
        return of(LABEL, token.revealBytes(), application);
    }

    /** The key of a token whose record is sealed at rest; never that of a record which is not. */
    public static StoreKey ofSealedRecord(SessionToken token, String application) {
        return of(SEALED_RECORD_LABEL, token.revealBytes(), application);
    }

    /** The key of the id inside a sealed session: what a store would know a sealed session by, and where its handle comes from. */
    public static StoreKey ofSealedId(byte[] id, String application) {
        return of(SEALED_LABEL, id, application);
    }

    /** The key of the record that says since when sessions of an owner count. */
    public static StoreKey ofEpoch(String owner, String application) {
        return of(OWNER_EPOCH_LABEL, owner.getBytes(StandardCharsets.UTF_8), application);
    }

    /** The key of the record that says since when sessions of the whole application count. */
    public static StoreKey ofEpoch(String application) {
        return of(EPOCH_LABEL, new byte[0], application);
    }

    private static StoreKey of(byte[] label, byte[] secret, String application) {
        byte[] name = application.getBytes(StandardCharsets.UTF_8);
        MessageDigest hash = sha256();
        hash.update(label);
        hash.update(ByteBuffer.allocate(2).putShort((short) name.length).array());
        hash.update(name);
        hash.update(secret);
        return new StoreKey(ByteBuffer.wrap(hash.digest()));
    }

    /**
     * Reads back what {@link #bytes()} gave.
     *
     * @throws IllegalArgumentException when there are not exactly 32 bytes
     */
    public static StoreKey ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a store key has 32 bytes, given " + bytes.length);
        }
        return new StoreKey(ByteBuffer.wrap(bytes));
    }

    /** The 32 bytes of the hash. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(a)
                .putLong(b)
                .putLong(c)
                .putLong(d)
                .array();
    }

    /** The hash as 64 lower-case hex digits: fit for file names and keys of any backend. */
    public String hex() {
        return HexFormat.of().formatHex(bytes());
    }

    /** The public handle, 16 hex digits: the same for a session's whole life under one token, of no use as cookie or key. */
    public String handle() {
        MessageDigest hash = sha256();
        hash.update(HANDLE_LABEL);
        return HexFormat.of().formatHex(hash.digest(bytes()), 0, 8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoreKey key && a == key.a && b == key.b && c == key.c && d == key.d;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(a);
    }

    /** The handle, which may be logged; never the key. */
    @Override
    public String toString() {
        return "StoreKey[" + handle() + "]";
    }
}
