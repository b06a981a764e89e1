package dev.sojourn.session.codec;

import java.math.BigDecimal;
import java.math.BigInteger;

/** What one value may be at most. The same limits hold when it is written and when it is read. */
final class Limits {

    /** Bytes of one encoded value; text and byte strings have no narrower limit of their own. */
    static final int BYTES = 1 << 20;

    /** Containers inside each other; a registered type counts as one. */
    static final int DEPTH = 32;

    /** Elements of one list or set, entries of one map. */
    static final int ENTRIES = 1_024;

    /**
     * Elements and entries of all containers of one value together: bounds what a hostile value makes of a megabyte.
     */
    static final int ENTRIES_IN_ALL = 16_384;

    /** Decimal digits of one number. */
    static final int DIGITS = 64;

    /** Distance of the decimal point: 1E+1000000000 costs five bytes to write and a gigabyte to add one to. */
    static final int SCALE = 1_000;

    /** A whole number of that many bytes or fewer cannot have too many digits. */
    static final int SURELY_FEW_DIGITS = 26;

    private static final BigInteger TOO_LONG = BigInteger.TEN.pow(DIGITS);

    private Limits() {}

    static BigInteger checked(BigInteger number) {
        if (number.bitLength() > SURELY_FEW_DIGITS * 8 && number.abs().compareTo(TOO_LONG) >= 0) {
            throw new Refusal("a number has more than " + DIGITS + " digits");
        }
        return number;
    }

    static BigDecimal checked(BigDecimal number) {
        checked(number.unscaledValue());
        checkScale(number.scale());
        return number;
    }

    static void checkScale(long scale) {
        if (scale > SCALE || scale < -SCALE) {
            throw new Refusal("a decimal has scale " + scale + ", allowed is -" + SCALE + " to " + SCALE);
        }
    }

    static void checkDepth(int depth) {
        if (depth >= DEPTH) {
            throw new Refusal("nested deeper than " + DEPTH + " levels, or containing itself");
        }
    }

    /** Checks one container and gives the new number of entries in all. */
    static int checkEntries(long entries, int before) {
        if (entries > ENTRIES) {
            throw new Refusal(entries + " entries in one list, set or map, allowed are " + ENTRIES);
        }
        int inAll = before + (int) entries;
        if (inAll > ENTRIES_IN_ALL) {
            throw new Refusal("more than " + ENTRIES_IN_ALL + " entries in all lists, sets and maps together");
        }
        return inAll;
    }
}
