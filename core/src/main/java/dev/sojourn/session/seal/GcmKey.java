package dev.sojourn.session.seal;

import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * AES-256-GCM under one key with 96-bit random nonces: the inner half of {@link XaesGcm}. Keeps its ciphers, because
 * one that meets the same key again is several times quicker than one that must schedule another. Thread-safe.
 */
final class GcmKey {

    static final int NONCE = 12;

    /** Fixed here: the JDK takes the tag length from this parameter and would accept a shorter one. */
    private static final int TAG_BITS = 128;

    private static final String ALGORITHM = "AES/GCM/NoPadding";

    private final SecretKeySpec key;
    private final Slots<Lane> lanes = new Slots<>();

    GcmKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** Draws a nonce and writes nonce, ciphertext and tag into {@code out} from {@code at} on. */
    void seal(SecureRandom random, byte[] plaintext, byte[] associated, byte[] out, int at) {
        Lane lane = lane();
        try {
            lane.drawNonce(random, out, at);
            lane.cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, out, at, NONCE));
            lane.cipher.updateAAD(associated);
            lane.cipher.doFinal(plaintext, 0, plaintext.length, out, at + NONCE);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM does not encrypt on this platform", impossible);
        }
        lanes.give(lane);
    }

    /** Reads nonce, ciphertext and tag from {@code at} to the end; null when they are not authentic or too short. */
    byte @Nullable [] open(byte[] in, int at, byte[] associated) {
        int length = in.length - at - NONCE;
        // Shorter input than the tag makes the JDK throw an unchecked ProviderException.
        if (length < Aead.TAG) {
            return null;
        }
        Lane lane = lane();
        try {
            lane.cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, in, at, NONCE));
            lane.cipher.updateAAD(associated);
            return lane.cipher.doFinal(in, at + NONCE, length);
        } catch (GeneralSecurityException | ProviderException | IllegalArgumentException notAuthentic) {
            return null;
        } finally {
            lanes.give(lane);
        }
    }

    private Lane lane() {
        Lane lane = lanes.take();
        return lane == null ? new Lane() : lane;
    }

    /** A cipher and a supply of nonces, for one thread at a time. */
    private static final class Lane {

        /** Random octets are cheaper by the dozen. */
        private static final int SUPPLY = 32 * NONCE;

        private final Cipher cipher = cipher();
        private final byte[] nonces = new byte[SUPPLY];
        private int used = SUPPLY;

        void drawNonce(SecureRandom random, byte[] out, int at) {
            if (used == SUPPLY) {
                random.nextBytes(nonces);
                used = 0;
            }
            System.arraycopy(nonces, used, out, at, NONCE);
            used += NONCE;
        }

        private static Cipher cipher() {
            try {
                return Cipher.getInstance(ALGORITHM);
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException("this Java platform lacks " + ALGORITHM, missing);
            }
        }
    }
}
