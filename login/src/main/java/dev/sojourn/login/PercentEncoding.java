package dev.sojourn.login;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Percent-escapes in paths (RFC 3986 section 2.1), as UTF-8. */
final class PercentEncoding {

    private PercentEncoding() {}

    /** The path with its escapes decoded, once; null when an escape is broken or the octets are not UTF-8. */
    static @Nullable String decode(String rawPath) {
        if (rawPath.indexOf('%') < 0) {
            return rawPath;
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream(rawPath.length());
        for (int i = 0; i < rawPath.length(); i++) {
            char c = rawPath.charAt(i);
            if (c != '%') {
                octets.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            int octet = i + 2 < rawPath.length() ? hex(rawPath.charAt(i + 1)) << 4 | hex(rawPath.charAt(i + 2)) : -1;
            if (octet < 0) {
                return null;
            }
            octets.write(octet);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
