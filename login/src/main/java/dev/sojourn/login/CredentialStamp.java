package dev.sojourn.login;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A short hash of a user's id and credential, under a label of its own: 128 bits of SHA-256. A session remembers it in
 * place of the credential, to notice when that has changed.
 */
final class CredentialStamp {

    private static final byte[] LABEL = "sojourn/v1 credential stamp".getBytes(StandardCharsets.UTF_8);
    private static final int BYTES = 16;

    private CredentialStamp() {}

    /** The stamp; a user without a credential, which is null, has one too. */
    static String of(String id, @Nullable String credential) {
        byte[] idBytes = id.getBytes(StandardCharsets.UTF_8);
        MessageDigest hash = sha256();
        hash.update(LABEL);
        hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(idBytes.length).array());
        hash.update(idBytes);
        hash.update((byte) (credential == null ? 0 : 1));
        if (credential != null) {
            hash.update(credential.getBytes(StandardCharsets.UTF_8));
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash.digest(), BYTES));
    }

    /** Compares in constant time. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
