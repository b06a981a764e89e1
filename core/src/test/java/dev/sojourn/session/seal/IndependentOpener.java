package dev.sojourn.session.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The envelope once more, from its description, with none of the library's own code: every primitive is Bouncy
 * Castle's.
 */
final class IndependentOpener {

    private IndependentOpener() {}

    static byte[] open(String text, byte[] master, String purpose, String application, String cookieName) {
        byte[] envelope = Base64.getUrlDecoder().decode(text);
        byte[] subkey = subkey(master, purpose);
        byte[] keyId = keyId(subkey);
        if (envelope[0] != 1 || !Arrays.equals(keyId, Arrays.copyOfRange(envelope, 1, 5))) {
            throw new AssertionError("version or key id");
        }
        byte[] nonce = Arrays.copyOfRange(envelope, 5, 29);
        byte[] associated =
                concat(utf8("sess/v1"), new byte[] {1}, keyId, lp(purpose), lp(cookieName), lp(application));
        byte[] padded = decrypt(
                derivedKey(subkey, nonce), nonce, associated, Arrays.copyOfRange(envelope, 29, envelope.length));
        int end = padded.length - 1;
        while (padded[end] == 0) {
            end--;
        }
        if (padded[end] != (byte) 0x80) {
            throw new AssertionError("padding");
        }
        return Arrays.copyOf(padded, end);
    }

    private static byte[] subkey(byte[] master, String purpose) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(new HKDFParameters(master, null, concat(utf8("sess/v1"), lp(purpose))));
        byte[] subkey = new byte[32];
        hkdf.generateBytes(subkey, 0, 32);
        return subkey;
    }

    private static byte[] keyId(byte[] subkey) {
        SHA256Digest hash = new SHA256Digest();
        byte[] input = concat(utf8("sess/v1 key id"), subkey);
        hash.update(input, 0, input.length);
        byte[] digest = new byte[32];
        hash.doFinal(digest, 0);
        return Arrays.copyOf(digest, 4);
    }

    /** The key derivation of XAES-256-GCM is CMAC over one full block per half. */
    private static byte[] derivedKey(byte[] subkey, byte[] nonce) {
        byte[] derived = new byte[32];
        for (int counter = 1; counter <= 2; counter++) {
            CMac mac = new CMac(AESEngine.newInstance());
            mac.init(new KeyParameter(subkey));
            mac.update(new byte[] {0, (byte) counter, 'X', 0}, 0, 4);
            mac.update(nonce, 0, 12);
            mac.doFinal(derived, 16 * (counter - 1));
        }
        return derived;
    }

    private static byte[] decrypt(byte[] key, byte[] nonce, byte[] associated, byte[] ciphertext) {
        GCMModeCipher gcm = GCMBlockCipher.newInstance(AESEngine.newInstance());
        byte[] inner = Arrays.copyOfRange(nonce, 12, 24);
        gcm.init(false, new AEADParameters(new KeyParameter(key), 128, inner, associated));
        byte[] plaintext = new byte[gcm.getOutputSize(ciphertext.length)];
        try {
            int written = gcm.processBytes(ciphertext, 0, ciphertext.length, plaintext, 0);
            gcm.doFinal(plaintext, written);
        } catch (InvalidCipherTextException notAuthentic) {
            throw new AssertionError(notAuthentic);
        }
        return plaintext;
    }

    private static byte[] lp(String text) {
        byte[] octets = utf8(text);
        return ByteBuffer.allocate(2 + octets.length)
                .putShort((short) octets.length)
                .put(octets)
                .array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concat(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }
}
