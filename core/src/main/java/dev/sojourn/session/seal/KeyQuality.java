package dev.sojourn.session.seal;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Refuses octets that cannot have come from a random generator; good keys are refused less than once in
 * 10<sup>12</sup>.
 */
final class KeyQuality {

    private static final int MIN_OCTETS = 32;
    private static final int MAX_OCTETS = 1024;
    private static final int MIN_DISTINCT = 16;
    private static final String ADVICE = "; use 32 octets from a random generator, or a key file, which makes its own";

    /** Keys that are printed in standards (NIST SP 800-38A appendix F, RFC 6979, RFC 8439) and copied from there. */
    private static final List<byte[]> SAMPLES = List.of(
            HexFormat.of().parseHex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"),
            HexFormat.of().parseHex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"),
            HexFormat.of().parseHex("1c9240a5eb55d38af333888604f6b5f0473917c1402b80099dca5cbc207075c0"));

    private KeyQuality() {}

    /** @throws IllegalArgumentException saying what is wrong and never what the key is */
    static void require(byte[] key) {
        if (key.length < MIN_OCTETS || key.length > MAX_OCTETS) {
            throw new IllegalArgumentException(
                    "a key has " + MIN_OCTETS + " to " + MAX_OCTETS + " octets, given " + key.length + ADVICE);
        }
        if (isText(key)) {
            throw refused("is readable text, such as a password or an undecoded base64 or hex string");
        }
        if (repeats(key) || isProgression(key) || distinct(key) < MIN_DISTINCT) {
            throw refused("repeats itself, counts up or down, or uses few different octets");
        }
        if (SAMPLES.stream().anyMatch(sample -> Arrays.equals(sample, key))) {
            throw refused("is a published sample");
        }
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("the key " + why + ADVICE);
    }

    private static boolean isText(byte[] key) {
        for (byte octet : key) {
            if (octet < ' ' || octet == 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** True when the key is one piece, of at most half its length, over and over. */
    private static boolean repeats(byte[] key) {
        for (int period = 1; period <= key.length / 2; period++) {
            if (Arrays.equals(key, period, key.length, key, 0, key.length - period)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isProgression(byte[] key) {
        for (int i = 2; i < key.length; i++) {
            if ((byte) (key[i] - key[i - 1]) != (byte) (key[1] - key[0])) {
                return false;
            }
        }
        return true;
    }

    private static int distinct(byte[] key) {
        boolean[] seen = new boolean[256];
        int count = 0;
        for (byte octet : key) {
            if (!seen[octet & 0xff]) {
                seen[octet & 0xff] = true;
                count++;
            }
        }
        return count;
    }
}
