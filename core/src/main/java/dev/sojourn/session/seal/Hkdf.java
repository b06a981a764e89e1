package dev.sojourn.session.seal;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869): one secret in, as many independent keys out as there are different infos. */
final class Hkdf {

    private static final String HMAC = "HmacSHA256";
    private static final int HASH_LENGTH = 32;

    private Hkdf() {}

    /**
     * @param salt may be empty
     * @param length 1 to 8160 octets
     */
    static byte[] derive(byte[] secret, byte[] salt, byte[] info, int length) {
        // An empty salt means a block of zeros, which is also the only way the JDK takes it.
        Mac extract = hmac(salt.length == 0 ? new byte[HASH_LENGTH] : salt);
        Mac expand = hmac(extract.doFinal(secret));
        byte[] result = new byte[length];
        byte[] block = {};
        for (int at = 0, counter = 1; at < length; at += HASH_LENGTH, counter++) {
            expand.update(block);
            expand.update(info);
            expand.update((byte) counter);
            block = expand.doFinal();
            System.arraycopy(block, 0, result, at, Math.min(HASH_LENGTH, length - at));
        }
        Arrays.fill(block, (byte) 0);
        return result;
    }

    private static Mac hmac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + HMAC, impossible);
        }
    }
}
