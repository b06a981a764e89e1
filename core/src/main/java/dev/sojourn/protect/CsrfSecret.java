package dev.sojourn.protect;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The secret behind a session's CSRF tokens: 32 random octets, never sent as they are. Each token is the secret under a
 * fresh random pad, so that no two are alike and a compressed page gives nothing away. Immutable; {@code toString} is
 * redacted.
 */
final class CsrfSecret {

    private static final int BYTES = 32;
    private static final int TOKEN_LENGTH = 86;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] secret;

    private CsrfSecret(byte[] secret) {
        this.secret = secret;
    }

    /** A new secret from {@link SecureRandom}. */
    static CsrfSecret random() {
        return new CsrfSecret(randomBytes());
    }

    /**
     * The secret that {@link #revealBytes()} gave.
     *
     * @throws IllegalArgumentException when there are not exactly 32 octets
     */
    static CsrfSecret ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a CSRF secret has " + BYTES + " octets, given " + bytes.length);
        }
        return new CsrfSecret(bytes.clone());
    }

    /** The secret as bytes, a copy, for the session that keeps it. */
    byte[] revealBytes() {
        return secret.clone();
    }

    /** A new token: base64url of pad and masked secret, 86 characters. */
    String issue() {
        return issue(randomBytes());
    }

    String issue(byte[] pad) {
        byte[] token = new byte[2 * BYTES];
        for (int i = 0; i < BYTES; i++) {
            token[i] = pad[i];
            token[BYTES + i] = (byte) (pad[i] ^ secret[i]);
        }
        return encode(token);
    }

    /** True where at least one token is given, and every one given is of this secret. */
    boolean matches(@Nullable String header, @Nullable String field) {
        boolean given = header != null || field != null;
        return given && (header == null || matches(header)) && (field == null || matches(field));
    }

    private boolean matches(String token) {
        if (token.length() != TOKEN_LENGTH) {
            return false;
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
        // The JDK's decoder lets padding and unused trailing bits pass; a token has one spelling.
        if (bytes.length != 2 * BYTES || !encode(bytes).equals(token)) {
            return false;
        }
        byte[] unmasked = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            unmasked[i] = (byte) (bytes[i] ^ bytes[BYTES + i]);
        }
        return MessageDigest.isEqual(unmasked, secret);
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "CsrfSecret[redacted]";
    }
}
