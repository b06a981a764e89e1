package dev.sojourn.login.password;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * A password as the bytes that are hashed: UTF-8 of its NFC form, nothing else changed. Spaces and NUL count, and
 * case does. Closing wipes the bytes; the string they came from cannot be wiped.
 */
final class PasswordText implements AutoCloseable {

    static final int MAX_BYTES = 1024;

    /** Canonical composition shrinks by less: three characters at most become one of two bytes. */
    private static final int MAX_CHARS = 2 * MAX_BYTES;

    private final byte[] bytes;
    private final int codePoints;

    private PasswordText(byte[] bytes, int codePoints) {
        this.bytes = bytes;
        this.codePoints = codePoints;
    }

    /** @throws PasswordRefusedException when it is not text, or longer than {@link #MAX_BYTES} */
    static PasswordText of(String password) {
        if (password.length() > MAX_CHARS) {
            throw PasswordRefusedException.tooLong(MAX_BYTES, utf8Length(password));
        }
        refuseLoneSurrogates(password);
        String composed = Normalizer.normalize(password, Normalizer.Form.NFC);
        int length = utf8Length(composed);
        if (length > MAX_BYTES) {
            throw PasswordRefusedException.tooLong(MAX_BYTES, length);
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(composed), out, true);
        return new PasswordText(out.array(), composed.codePointCount(0, composed.length()));
    }

    /** @throws PasswordRefusedException when it has fewer code points than that */
    void requireLength(int minimum) {
        if (codePoints < minimum) {
            throw PasswordRefusedException.tooShort(minimum, codePoints);
        }
    }

    /** The bytes themselves, for the time until {@link #close()}. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "PasswordText[redacted]";
    }

    private static void refuseLoneSurrogates(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (Character.getType(text.codePointAt(i)) == Character.SURROGATE) {
                throw PasswordRefusedException.notText(i);
            }
        }
    }

    private static int utf8Length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            i += Character.charCount(point);
        }
        return length;
    }
}
