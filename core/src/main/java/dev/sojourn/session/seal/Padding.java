package dev.sojourn.session.seal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Hides how long a plaintext is: 0x80 and zeros fill it up to a multiple of 64 octets, or to the size limit where the
 * next multiple lies beyond.
 */
final class Padding {

    static final int BUCKET = 64;

    private static final byte MARK = (byte) 0x80;

    private Padding() {}

    /** A padded copy; there is always room for at least the mark. */
    static byte[] pad(byte[] plaintext, int limit) {
        int bucketEnd = (plaintext.length / BUCKET + 1) * BUCKET;
        byte[] padded = Arrays.copyOf(plaintext, Math.min(bucketEnd, limit));
        padded[plaintext.length] = MARK;
        return padded;
    }

    /** True for the lengths that {@link #pad} gives. */
    static boolean isPaddedLength(int length, int limit) {
        return length == limit || (length > 0 && length < limit && length % BUCKET == 0);
    }

    /** What was padded; null when there is no mark, or more than a bucket of zeros. */
    static byte @Nullable [] strip(byte[] padded) {
        int mark = padded.length - 1;
        while (mark >= 0 && padded[mark] == 0) {
            mark--;
        }
        boolean sound = mark >= 0 && padded[mark] == MARK && padded.length - mark <= BUCKET;
        return sound ? Arrays.copyOf(padded, mark) : null;
    }
}
