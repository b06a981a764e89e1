package dev.sojourn.protect;

/**
 * Tells request paths that two readers could take for different resources. Where rules by path guard, such a request gets
 * 400 before the guard, so that guard and router cannot disagree. No state.
 */
public final class AmbiguousPath {

    private AmbiguousPath() {}

    /**
     * True where the raw path does not begin with a slash; holds {@code ;}, {@code //}, a backslash, a dot segment, an octet
     * that URIs cannot hold or a broken percent-escape; or escapes one of {@code / \ . ;} or a control character.
     */
    public static boolean test(String rawPath) {
        if (rawPath.isEmpty() || rawPath.charAt(0) != '/') {
            return true;
        }
        for (int i = 0; i < rawPath.length(); i++) {
            char c = rawPath.charAt(i);
            boolean ambiguous = switch (c) {
                case ';', '\\' -> true;
                case '%' -> escapesTrouble(rawPath, i);
                case '/' -> beginsTrouble(rawPath, i + 1);
                default -> c <= 0x20 || c >= 0x7f;
            };
            if (ambiguous) {
                return true;
            }
        }
        return false;
    }

    /** True where the segment that begins there is empty but not the last, or is a dot segment. */
    private static boolean beginsTrouble(String path, int start) {
        int at = start;
        while (at < path.length() && at - start < 2 && path.charAt(at) == '.') {
            at++;
        }
        boolean segmentEnds = at == path.length() || path.charAt(at) == '/';
        boolean lastAndEmpty = at == start && at == path.length();
        return segmentEnds && !lastAndEmpty;
    }

    private static boolean escapesTrouble(String path, int percent) {
        int octet = Escapes.octetAt(path, percent);
        return octet < 0x20 || octet == 0x7f || octet == '/' || octet == '\\' || octet == '.' || octet == ';';
    }
}
