package dev.sojourn.web;

import dev.sojourn.http.RequestHead;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A urlencoded form, as far as the origin rule has to look into one before its handler does. */
public final class FormText {

    /** The longest body that a door reads ahead, in octets. */
    public static final int MAX_LENGTH = 1 << 20;

    /** The most fields of a form that is read ahead; as many as containers allow. */
    public static final int MAX_FIELDS = 1_000;

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

    /**
     * The value of a field that stands in the form once; null where it is absent or repeated.
     *
     * @throws FormRefusedException when the form has more than {@link #MAX_FIELDS} fields or is not encoded rightly, whichever
     *     field that is in: its handler would stumble over it
     */
    static @Nullable String single(String form, String name) {
        requireEscapes(form);
        String start = name + "=";
        String found = null;
        boolean repeated = false;
        int fields = 0;
        int end;
        for (int at = 0; at < form.length(); at = end + 1) {
            end = form.indexOf('&', at);
            end = end < 0 ? form.length() : end;
            if (end > at && ++fields > MAX_FIELDS) {
                throw new FormRefusedException("This form has more than " + MAX_FIELDS + " fields; send fewer.");
            }
            if (form.startsWith(start, at)) {
                repeated |= found != null;
                found = form.substring(at + start.length(), end);
            }
        }
        return found == null || repeated ? null : URLDecoder.decode(found, StandardCharsets.UTF_8);
    }

    private static void requireEscapes(String form) {
        for (int at = form.indexOf('%'); at >= 0; at = form.indexOf('%', at + 1)) {
            if (at + 2 >= form.length()
                    || !HexFormat.isHexDigit(form.charAt(at + 1))
                    || !HexFormat.isHexDigit(form.charAt(at + 2))) {
                throw new FormRefusedException("This form is not encoded rightly: two hexadecimal digits follow a %.");
            }
        }
    }
}
