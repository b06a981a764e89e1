package dev.sojourn.session.seal;

import java.security.SecureRandom;

/**
 * Gives the first twelve octets of one nonce once, and after that the other twelve again and again. For known answers
 * only.
 */
final class FixedNonce extends SecureRandom {

    private static final long serialVersionUID = 1L;

    private final byte[] nonce;
    private boolean prefixGiven;

    FixedNonce(byte[] nonce) {
        this.nonce = nonce.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
        int from = prefixGiven ? 12 : 0;
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = nonce[from + i % 12];
        }
        prefixGiven = true;
    }
}
