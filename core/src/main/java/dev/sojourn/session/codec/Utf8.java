package dev.sojourn.session.codec;

/**
 * Text that has exactly one UTF-8 form. The JDK replaces what is malformed without a word, so that two different names
 * could become one; here it is refused on both ways.
 */
final class Utf8 {

    private Utf8() {}

    /** Refuses text with half a surrogate pair, and text that cannot fit anyway. */
    static void check(String text) {
        int length = text.length();
        if (length > Limits.BYTES) {
            throw new Refusal("a text of " + length + " characters, allowed are " + Limits.BYTES);
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c) || i + 1 == length || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new Refusal("a text has half a surrogate pair, which UTF-8 cannot carry");
                }
                i++;
            }
        }
    }

    /**
     * True when the bytes are well-formed UTF-8 as table 3-7 of the Unicode Standard has it: no overlong, no
     * surrogates.
     */
    static boolean wellFormed(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end) {
            int lead = bytes[at];
            int length = lead >= 0 ? 1 : multiByte(bytes, at, end);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** The length of the character of two to four bytes that begins there, 0 when it is malformed. */
    private static int multiByte(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xff;
        int length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
        if (length == 0 || end - at < length) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        int second = bytes[at + 1] & 0xff;
        boolean malformed = lead == 0xe0 && second < 0xa0 // overlong
                || lead == 0xed && second > 0x9f // surrogates
                || lead == 0xf0 && second < 0x90 // overlong
                || lead == 0xf4 && second > 0x8f; // beyond U+10FFFF
        return malformed ? 0 : length;
    }
}
