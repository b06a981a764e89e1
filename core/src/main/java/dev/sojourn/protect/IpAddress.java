package dev.sojourn.protect;

import org.jspecify.annotations.Nullable;

/**
 * An IP address as 128 bits, read from literal text alone: nothing here can ask a name server. IPv4 addresses are held in
 * their IPv6-mapped form (RFC 4291 section 2.5.5.2), so that {@code ::ffff:10.0.0.1} and {@code 10.0.0.1} are one address.
 */
record IpAddress(long high, long low) {

    private static final long MAPPED = 0xffffL;
    private static final int GROUPS = 8;
    private static final int LONGEST_V6 = 45;

    /** Reads an IPv4 literal of four plain decimal numbers or an IPv6 literal; null for anything else. */
    static @Nullable IpAddress parse(String text) {
        return text.indexOf(':') >= 0 ? parseV6(text) : parseV4(text);
    }

    /** Reads a literal as servers and proxies write it: perhaps with port, brackets or zone, which are dropped; else null. */
    static @Nullable IpAddress parseHop(String text) {
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            boolean fits = close > 0 && (close == text.length() - 1 || isPort(text, close + 1));
            return fits ? parseV6(withoutZone(text.substring(1, close))) : null;
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            return parseV4(text);
        }
        if (text.indexOf(':', colon + 1) < 0) {
            return isPort(text, colon) ? parseV4(text.substring(0, colon)) : null;
        }
        return parseV6(withoutZone(text));
    }

    private static String withoutZone(String text) {
        int percent = text.indexOf('%');
        return percent < 0 ? text : text.substring(0, percent);
    }

    private static boolean isPort(String text, int colon) {
        int digits = text.length() - colon - 1;
        if (text.charAt(colon) != ':' || digits < 1 || digits > 5) {
            return false;
        }
        for (int i = colon + 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static @Nullable IpAddress parseV4(String text) {
        long bits = v4Bits(text, 0);
        return bits < 0 ? null : new IpAddress(0, MAPPED << 32 | bits);
    }

    /** The 32 bits of the IPv4 literal from there to the end; -1 where it is none. Octal, hex and short forms are none. */
    private static long v4Bits(String text, int from) {
        long bits = 0;
        int at = from;
        for (int part = 0; part < 4; part++) {
            if (part > 0 && (at >= text.length() || text.charAt(at++) != '.')) {
                return -1;
            }
            int start = at;
            int number = 0;
            while (at < text.length() && at - start < 3 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                number = number * 10 + text.charAt(at++) - '0';
            }
            boolean leadingZero = at - start > 1 && text.charAt(start) == '0';
            if (at == start || leadingZero || number > 255) {
                return -1;
            }
            bits = bits << 8 | number;
        }
        return at == text.length() ? bits : -1;
    }

    /** Reads an IPv6 literal (RFC 4291 section 2.2) without brackets and zone; null for anything else. */
    static @Nullable IpAddress parseV6(String text) {
        if (text.length() < 2 || text.length() > LONGEST_V6) {
            return null;
        }
        int[] groups = new int[GROUPS];
        int count = 0;
        int gap = text.startsWith("::") ? 0 : -1;
        int at = gap == 0 ? 2 : 0;
        while (at < text.length()) {
            int colon = text.indexOf(':', at);
            int end = colon < 0 ? text.length() : colon;
            long v4 = colon < 0 && count <= GROUPS - 2 ? v4Bits(text, at) : -1;
            if (v4 >= 0) {
                groups[count++] = (int) (v4 >>> 16);
                groups[count++] = (int) (v4 & 0xffff);
                break;
            }
            int group = count < GROUPS ? hex(text, at, end) : -1;
            if (group < 0 || end == text.length() - 1) {
                return null;
            }
            groups[count++] = group;
            at = end + 1;
            if (at < text.length() && text.charAt(at) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = count;
                at++;
            }
        }
        boolean complete = gap < 0 ? count == GROUPS : count < GROUPS;
        return complete ? ofGroups(groups, count, gap) : null;
    }

    private static int hex(String text, int from, int to) {
        if (to <= from || to - from > 4) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static IpAddress ofGroups(int[] groups, int count, int gap) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < count; i++) {
            int place = gap >= 0 && i >= gap ? GROUPS - count + i : i;
            if (place < 4) {
                high |= (long) groups[i] << 16 * (3 - place);
            } else {
                low |= (long) groups[i] << 16 * (7 - place);
            }
        }
        return new IpAddress(high, low);
    }

    boolean v4() {
        return high == 0 && low >>> 32 == MAPPED;
    }

    /** True for 127.0.0.0/8 and ::1. */
    boolean loopback() {
        return high == 0 && (low == 1 || low >>> 24 == (MAPPED << 8 | 127));
    }

    /** The shortest IPv6 form in lower-case hex groups alone, as browsers write it (RFC 5952 sections 4.1 to 4.3). */
    String hexGroups() {
        int best = -1;
        int bestLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int length = 0;
            while (i + length < GROUPS && group(i + length) == 0) {
                length++;
            }
            if (length > bestLength) {
                best = i;
                bestLength = length;
            }
        }
        StringBuilder text = new StringBuilder(LONGEST_V6);
        for (int i = 0; i < GROUPS; i++) {
            if (i == best) {
                text.append("::");
                i += bestLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(i)));
        }
        return text.toString();
    }

    private int group(int place) {
        long half = place < 4 ? high : low;
        return (int) (half >>> 16 * (3 - place % 4)) & 0xffff;
    }

    /** The one canonical text: dotted IPv4, or the shortest IPv6. */
    @Override
    public String toString() {
        if (!v4()) {
            return hexGroups();
        }
        return (low >>> 24 & 0xff) + "." + (low >>> 16 & 0xff) + "." + (low >>> 8 & 0xff) + "." + (low & 0xff);
    }
}
