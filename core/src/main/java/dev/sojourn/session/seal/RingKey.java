package dev.sojourn.session.seal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One master secret of a ring, from which each purpose gets a subkey of its own. Immutable; {@code toString} is
 * redacted.
 */
final class RingKey {

    static final int GENERATED_OCTETS = 32;
    static final int KEY_ID_OCTETS = 4;

    private static final int SUBKEY_OCTETS = 32;
    private static final byte[] KEY_ID_LABEL = "sess/v1 key id".getBytes(StandardCharsets.US_ASCII);
    private static final String RING_PURPOSE = "key ring";

    private final byte[] secret;
    private final @Nullable Instant created;
    private final String id;

    /** @throws IllegalArgumentException when the secret is too weak to be a key; says why, not what */
    RingKey(byte[] secret, @Nullable Instant created) {
        KeyQuality.require(secret);
        this.secret = secret.clone();
        this.created = created;
        this.id = HexFormat.of().formatHex(keyId(subkey(RING_PURPOSE)));
    }

    static RingKey random(SecureRandom random, Instant now) {
        byte[] secret = new byte[GENERATED_OCTETS];
        random.nextBytes(secret);
        return new RingKey(secret, now);
    }

    /** Public name of the key within rings and files: eight hex digits, the key id of a subkey that seals nothing. */
    String id() {
        return id;
    }

    /** When it was made; null where nobody wrote it down. */
    @Nullable
    Instant created() {
        return created;
    }

    /** The secret as file text. The one way out; the name is meant to be searched for in reviews. */
    String revealText() {
        return Base64Url.encode(secret);
    }

    /** The 32-octet subkey for one purpose. */
    byte[] subkey(String purpose) {
        byte[] info = new LengthPrefixed("sess/v1").add(purpose).toByteArray();
        return Hkdf.derive(secret, new byte[0], info, SUBKEY_OCTETS);
    }

    /** What an envelope carries to say which key sealed it. */
    static byte[] keyId(byte[] subkey) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(KEY_ID_LABEL);
            return Arrays.copyOf(hash.digest(subkey), KEY_ID_OCTETS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** The same secret; compares in constant time. */
    boolean sameSecret(RingKey other) {
        return MessageDigest.isEqual(secret, other.secret);
    }

    @Override
    public String toString() {
        return "RingKey[" + id + "]";
    }
}
