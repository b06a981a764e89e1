package dev.sojourn.session.seal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Base64url (RFC 4648 section 5) in its one canonical spelling: no padding, no blanks, no {@code + /}, unused bits
 * zero. The JDK's decoder is laxer: it takes padding and lets unused bits be anything.
 */
final class Base64Url {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int[] BITS = new int[256];

    static {
        Arrays.fill(BITS, -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            BITS[ALPHABET.charAt(i)] = i;
        }
    }

    private Base64Url() {}

    static String encode(byte[] octets) {
        return ENCODER.encodeToString(octets);
    }

    /** How many characters that many octets take. */
    static int encodedLength(int octets) {
        return (octets * 4 + 2) / 3;
    }

    /** How many octets that many characters can hold. */
    static int decodedLength(int characters) {
        return characters * 3 / 4;
    }

    /** The octets; null when the text is not the canonical spelling of any. */
    static byte @Nullable [] decode(String text) {
        int rest = text.length() & 3;
        if (rest == 1) {
            return null;
        }
        // Characters beyond Latin-1 become question marks, which are not in the alphabet.
        byte[] in = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] out = new byte[decodedLength(in.length)];
        int whole = in.length - rest;
        int wrong = 0;
        int to = 0;
        for (int from = 0; from < whole; from += 4) {
            int bits = bits(in, from) << 18 | bits(in, from + 1) << 12 | bits(in, from + 2) << 6 | bits(in, from + 3);
            wrong |= bits;
            out[to++] = (byte) (bits >> 16);
            out[to++] = (byte) (bits >> 8);
            out[to++] = (byte) bits;
        }
        int unused = 0;
        if (rest == 2) {
            int bits = bits(in, whole) << 6 | bits(in, whole + 1);
            wrong |= bits;
            out[to] = (byte) (bits >> 4);
            unused = bits & 0xf;
        } else if (rest == 3) {
            int bits = bits(in, whole) << 12 | bits(in, whole + 1) << 6 | bits(in, whole + 2);
            wrong |= bits;
            out[to++] = (byte) (bits >> 10);
            out[to] = (byte) (bits >> 2);
            unused = bits & 3;
        }
        return wrong < 0 || unused != 0 ? null : out;
    }

    /** Six bits, or -1, which makes everything it is combined with negative. */
    private static int bits(byte[] in, int at) {
        return BITS[in[at] & 0xff];
    }
}
