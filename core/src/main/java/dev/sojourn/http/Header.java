package dev.sojourn.http;

/**
 * One header field of a response.
 *
 * @param name the field name
 * @param value the field value, free of CR, LF and NUL
 */
public record Header(String name, String value) {

    /** @throws IllegalArgumentException when name or value could break out of the field line */
    public Header {
        if (name.isEmpty() || hasLineBreak(name) || hasLineBreak(value)) {
            throw new IllegalArgumentException(
                    "header name and value must hold no CR, LF or NUL, and the name not be empty");
        }
    }

    private static boolean hasLineBreak(String text) {
        return text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0;
    }
}
