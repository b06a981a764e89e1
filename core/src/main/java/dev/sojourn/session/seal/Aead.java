package dev.sojourn.session.seal;

import org.jspecify.annotations.Nullable;

/** Authenticated encryption under one key, with a nonce of its own for every message. Thread-safe. */
interface Aead {

    /** Octets of nonce before the ciphertext. */
    int NONCE = 24;

    /** Octets of tag after the ciphertext. */
    int TAG = 16;

    /** Writes nonce, ciphertext and tag into {@code out} from {@code at} on. */
    void seal(byte[] plaintext, byte[] associated, byte[] out, int at);

    /**
     * Reads nonce, ciphertext and tag from {@code at} to the end; null when they are not authentic, for whatever
     * reason.
     */
    byte @Nullable [] open(byte[] in, int at, byte[] associated);
}
