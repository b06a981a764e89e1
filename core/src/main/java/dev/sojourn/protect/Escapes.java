package dev.sojourn.protect;

import java.nio.charset.StandardCharsets;

/** Percent-escapes (RFC 3986 section 2.1). */
final class Escapes {

    private static final String HEX = "0123456789ABCDEF";

    private Escapes() {}

    /** The octet that the escape at that percent sign stands for; -1 where two hex digits do not follow. */
    static int octetAt(String text, int percent) {
        return percent + 2 < text.length()
                ? digit(text.charAt(percent + 1)) << 4 | digit(text.charAt(percent + 2))
                : -1;
    }

    private static int digit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    /** The text as one query parameter's value: all but letters, digits, {@code - . _ ~} and {@code /} escaped. */
    static String ofQueryValue(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (plain || "-._~/".indexOf(c) >= 0) {
                escaped.append(c);
            } else {
                escaped.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return escaped.toString();
    }

    /** The text with escaped letters, digits and marks put plain; other escapes stay. For comparing, not for sending. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int octet = text.charAt(i) == '%' ? octetAt(text, i) : -1;
            if (octet > 0x20 && octet < 0x7f) {
                plain.append((char) octet);
                i += 2;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }
}
