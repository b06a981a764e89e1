package dev.sojourn.protect;

/** A block of addresses in CIDR notation (RFC 4632), or one address. */
record AddressRange(IpAddress base, int bits) {

    private static final int NO_PREFIX = -1_000;

    /** @throws IllegalArgumentException when the text is no address literal, or its prefix does not fit it */
    static AddressRange of(String text) {
        int slash = text.indexOf('/');
        IpAddress base = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (base == null) {
            throw refused(text, "it is no IP address literal; names are not looked up");
        }
        // Written as IPv4 its prefix counts from the 96 bits that all mapped addresses share.
        int offset = text.indexOf(':') < 0 ? 96 : 0;
        int bits = slash < 0 ? 128 : offset + prefix(text, slash + 1);
        if (bits < offset || bits > 128) {
            throw refused(text, "its prefix must be 0 to " + (128 - offset));
        }
        AddressRange range = new AddressRange(base, bits);
        if (!range.masked(base).equals(base)) {
            throw refused(text, "it has bits set beyond its prefix");
        }
        return range;
    }

    /** The number after the slash; far below zero where there is none. */
    private static int prefix(String text, int from) {
        int value = 0;
        for (int i = from; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || i - from >= 3) {
                return NO_PREFIX;
            }
            value = value * 10 + digit;
        }
        return from < text.length() ? value : NO_PREFIX;
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException("a trusted proxy is written as address or CIDR block (\"127.0.0.1\","
                + " \"10.0.0.0/8\", \"::1\"); \"" + text + "\" is refused: " + why);
    }

    boolean contains(IpAddress address) {
        return masked(address).equals(base);
    }

    private IpAddress masked(IpAddress address) {
        long high = bits >= 64 ? address.high() : address.high() & ~lowBits(64 - bits);
        long low = bits <= 64 ? 0 : address.low() & ~lowBits(128 - bits);
        return new IpAddress(high, low);
    }

    private static long lowBits(int count) {
        return count == 64 ? -1L : (1L << count) - 1;
    }
}
