package dev.sojourn.session.seal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Octets put together so that no two different sequences of parts give the same result. */
final class LengthPrefixed {

    private static final int MAX_LENGTH = 0xffff;

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    LengthPrefixed(String label) {
        octets.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }

    /** Adds octets of fixed length as they are. */
    LengthPrefixed addRaw(byte... raw) {
        octets.writeBytes(raw);
        return this;
    }

    /**
     * Adds the UTF-8 of a text after its length in two octets.
     *
     * @throws IllegalArgumentException when the text has lone surrogates, which would all become the same octets, or
     *     is longer than 65535 octets
     */
    LengthPrefixed add(String text) {
        ByteBuffer utf8;
        try {
            utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException("a purpose or name holds a lone surrogate", malformed);
        }
        int length = utf8.remaining();
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a purpose or name may have " + MAX_LENGTH + " octets of UTF-8, given " + length);
        }
        octets.write(length >> 8);
        octets.write(length);
        octets.write(utf8.array(), utf8.arrayOffset(), length);
        return this;
    }

    byte[] toByteArray() {
        return octets.toByteArray();
    }
}
