package dev.sojourn.session.token;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** The secret of a stored session: 256 random bits, known to the browser alone. Immutable; {@code toString} is redacted. */
public final class SessionToken {

    /** The number of characters of the text form. */
    public static final int TEXT_LENGTH = 43;

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] secret;

    private SessionToken(byte[] secret) {
        this.secret = secret;
    }

    /** A new token from {@link SecureRandom}. */
    public static SessionToken random() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return new SessionToken(secret);
    }

    /**
     * Reads the text form: exactly 43 characters of base64url (RFC 4648 section 5), no padding, unused bits zero. Anything
     * else is empty, never an exception.
     */
    public static Optional<SessionToken> parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        byte[] secret;
        try {
            secret = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        // The JDK's decoder lets unused trailing bits pass; one token must have one spelling.
        boolean canonical = secret.length == BYTES && encode(secret).equals(text);
        return canonical ? Optional.of(new SessionToken(secret)) : Optional.empty();
    }

    /**
     * A token from its 32 bytes, which are copied.
     *
     * @throws IllegalArgumentException when there are not exactly 32
     */
    public static SessionToken of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a session token has 32 bytes, given " + secret.length);
        }
        return new SessionToken(secret.clone());
    }

    /** The secret as cookie text. The one way out; the name is meant to be searched for in reviews. */
    public String revealText() {
        return encode(secret);
    }

    /** The secret as bytes, a copy. */
    public byte[] revealBytes() {
        return secret.clone();
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SessionToken token && MessageDigest.isEqual(secret, token.secret);
    }

    @Override
    public int hashCode() {
        return secret[0] << 24 | (secret[1] & 0xff) << 16 | (secret[2] & 0xff) << 8 | (secret[3] & 0xff);
    }

    @Override
    public String toString() {
        return "SessionToken[redacted]";
    }
}
