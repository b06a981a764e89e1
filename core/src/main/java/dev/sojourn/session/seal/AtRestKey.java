package dev.sojourn.session.seal;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Seals the attributes of one stored session, under a key that is derived from its token: who holds the store alone can neither
 * read nor alter them, nor move them to another name or session. Thread-safe; {@code toString} tells nothing.
 *
 * <p>A sealed attribute is nonce (12 octets), ciphertext and tag (16): AES-256-GCM. Store key and name are authenticated with it.
 * The key comes out of HKDF-SHA-256 and serves one session until its next token, so random nonces suffice: the bound of
 * 2<sup>32</sup> seals under one key (NIST SP 800-38D) is a hundred writes a second for 400 days, the longest lifetime there is.
 */
public final class AtRestKey {

    private static final String KEY_LABEL = "sojourn/v1 at rest key";
    private static final String LABEL = "sojourn/v1 at rest";
    private static final int KEY = 32;
    private static final int OVERHEAD = GcmKey.NONCE + Aead.TAG;

    private final GcmKey key;
    private final SecureRandom random;
    private final byte[] prefix;

    private AtRestKey(GcmKey key, SecureRandom random, byte[] prefix) {
        this.key = key;
        this.random = random;
        this.prefix = prefix;
    }

    /**
     * Derives the key of one session.
     *
     * @param token the secret that the browser holds
     * @param storeKey the 32 octets that the session is stored under
     * @param application the application's name
     */
    public static AtRestKey of(byte[] token, byte[] storeKey, String application, SecureRandom random) {
        byte[] info = new LengthPrefixed(KEY_LABEL).add(application).toByteArray();
        byte[] derived = Hkdf.derive(token, new byte[0], info, KEY);
        GcmKey key = new GcmKey(derived);
        Arrays.fill(derived, (byte) 0);
        return new AtRestKey(
                key, random, new LengthPrefixed(LABEL).addRaw(storeKey).toByteArray());
    }

    /** The sealed form of a value, 28 octets longer; another one each time. */
    public byte[] seal(String name, byte[] value) {
        byte[] sealed = new byte[OVERHEAD + value.length];
        key.seal(random, value, associated(name), sealed, 0);
        return sealed;
    }

    /** The value again; null when it was not sealed by this key under this name, or has been altered. */
    public byte @Nullable [] open(String name, byte[] sealed) {
        return key.open(sealed, 0, associated(name));
    }

    /** All before the name has a fixed length, so no two names give the same octets. */
    private byte[] associated(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        byte[] associated = Arrays.copyOf(prefix, prefix.length + utf8.length);
        System.arraycopy(utf8, 0, associated, prefix.length, utf8.length);
        return associated;
    }

    @Override
    public String toString() {
        return "AtRestKey[redacted]";
    }
}
