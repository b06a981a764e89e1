package dev.sojourn.web;

import dev.sojourn.http.RequestHead;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A urlencoded form, as far as the origin rule has to look into one before its handler does. */
public final class FormText {

    /** The longest body that a door reads ahead, in octets. */
    public static final int MAX_LENGTH = 1 << 20;

    private FormText() {}

    /** True where the request brings a urlencoded form whose announced length is at most {@link #MAX_LENGTH}. */
    public static boolean readAhead(RequestHead head) {
        String type = head.single("Content-Type");
        String length = head.single("Content-Length");
        return type != null
                && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")
                && length != null
                && length.length() <= 7
                && length.chars().allMatch(c -> c >= '0' && c <= '9')
                && !length.isEmpty()
                && Integer.parseInt(length) <= MAX_LENGTH;
    }

    /** The value of a field that stands in the form once; null where it is absent, repeated or malformed. */
    static @Nullable String single(String form, String name) {
        String found = null;
        for (String pair : form.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                if (found != null) {
                    return null;
                }
                found = pair.substring(name.length() + 1);
            }
        }
        try {
            return found == null ? null : URLDecoder.decode(found, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
