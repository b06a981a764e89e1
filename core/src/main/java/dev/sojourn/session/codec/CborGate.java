package dev.sojourn.session.codec;

import java.math.BigInteger;

/**
 * Walks encoded bytes once, before the CBOR library sees them, and lets pass only what {@link CborWriter} could have
 * written: the closed set of items, each in its one form, within the limits. Allocates next to nothing whatever the
 * bytes are. For one thread.
 *
 * <p>Left to the reader are duplicate keys and the ranges of dates.
 */
final class CborGate {

    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private final byte[] in;
    private int at;
    private int entries;

    // The head read last: major type (RFC 8949 section 3.1) and its argument, for major type 7 the bare additional
    // information.
    private int major;
    private long argument;

    private CborGate(byte[] in) {
        this.in = in;
    }

    /** Refuses anything but exactly one well-formed item. */
    static void check(byte[] encoded) {
        if (encoded.length > Limits.BYTES) {
            throw new Refusal(encoded.length + " bytes, allowed are " + Limits.BYTES);
        }
        CborGate gate = new CborGate(encoded);
        gate.item(0);
        if (gate.at != encoded.length) {
            throw gate.refused("bytes after the end of the value");
        }
    }

    private void item(int depth) {
        head();
        switch (major) {
            case UNSIGNED, NEGATIVE -> {}
            case BYTES -> skip(argument);
            case TEXT -> text();
            case ARRAY -> elements(depth);
            case MAP -> map(depth);
            case TAG -> tagged(depth);
            default -> simple();
        }
    }

    private void tagged(int depth) {
        int tag = (int) Math.min(argument, Integer.MAX_VALUE);
        head();
        switch (tag) {
            case Tags.POSITIVE_BIGNUM, Tags.NEGATIVE_BIGNUM -> bignum(0);
            case Tags.DECIMAL -> decimal();
            case Tags.OBJECT -> object(depth);
            case Tags.UUID -> {
                expect(major == BYTES && argument == 16, "a UUID of other than 16 bytes");
                skip(argument);
            }
            case Tags.DATE -> expect(major <= NEGATIVE, "a date that is no number");
            case Tags.SET -> {
                expect(major == ARRAY, "a set that is no array");
                elements(depth);
            }
            case Tags.INSTANT, Tags.DURATION -> seconds();
            default -> throw refused("a tag that is not in use");
        }
    }

    private void elements(int depth) {
        long count = open(depth);
        for (long i = 0; i < count; i++) {
            item(depth + 1);
        }
    }

    private void map(int depth) {
        long count = open(depth);
        for (long i = 0; i < count; i++) {
            head();
            expect(major == TEXT, "a key that is no text");
            text();
            item(depth + 1);
        }
    }

    private long open(int depth) {
        Limits.checkDepth(depth);
        entries = Limits.checkEntries(argument, entries);
        return argument;
    }

    /** {@code [width, number]} or {@code [short name, version, {fields}]}. */
    private void object(int depth) {
        expect(major == ARRAY && (argument == 2 || argument == 3), "an object of unknown form");
        boolean number = argument == 2;
        head();
        expect(major == TEXT, "an object without a name");
        int name = at;
        text();
        if (number) {
            long limit = widthLimit(name, at - name);
            head();
            expect(major <= NEGATIVE && argument <= limit, "a number that is not of its width");
        } else {
            expect(TypeRegistry.isShortName(in, name, at), "an object with an impossible name");
            head();
            expect(major == UNSIGNED && argument >= 1 && argument <= Integer.MAX_VALUE, "an object without a version");
            head();
            expect(major == MAP, "an object without fields");
            map(depth);
        }
    }

    /** The largest argument of a number of that width. A long beyond an int is written plain. */
    private long widthLimit(int start, int length) {
        expect(length >= 2 && length <= 3 && in[start] == 'i', "a number of unknown width");
        int width = length == 2 ? in[start + 1] : in[start + 1] << 8 | in[start + 2];
        return switch (width) {
            case '8' -> Byte.MAX_VALUE;
            case '1' << 8 | '6' -> Short.MAX_VALUE;
            case '6' << 8 | '4' -> Integer.MAX_VALUE;
            default -> throw refused("a number of unknown width");
        };
    }

    private void decimal() {
        expect(major == ARRAY && argument == 2, "a decimal of other than two numbers");
        head();
        expect(major <= NEGATIVE, "a decimal without an exponent");
        Limits.checkScale(major == UNSIGNED ? -argument : argument + 1);
        head();
        if (major == TAG) {
            expect(argument == Tags.POSITIVE_BIGNUM || argument == Tags.NEGATIVE_BIGNUM, "a decimal without a number");
            head();
            bignum(Long.BYTES);
        } else {
            expect(major <= NEGATIVE, "a decimal without a number");
        }
    }

    /**
     * A bignum with its sign bit clear, as the CBOR library writes it and, taking the bytes for a signed number, has to
     * read it: one leading zero byte where the first bit is set, and only there. Inside a decimal it has to need more
     * bytes than a plain integer has.
     */
    private void bignum(int plainBytes) {
        expect(major == BYTES, "a bignum that is no byte string");
        int start = at;
        skip(argument);
        int length = at - start;
        expect(length > plainBytes, "a bignum in fewer bytes than it needs");
        expect(in[start] >= 0, "a bignum without its sign bit");
        expect(length == 1 || in[start] > 0 || in[start + 1] < 0, "a bignum with a needless zero");
        expect(length <= Limits.SURELY_FEW_DIGITS + 1, "a bignum of more than " + Limits.DIGITS + " digits");
        if (length > Limits.SURELY_FEW_DIGITS) {
            Limits.checked(new BigInteger(1, in, start, length));
        }
    }

    /** {@code {1: seconds}} or {@code {1: seconds, -9: nanoseconds}}, in this order. */
    private void seconds() {
        expect(major == MAP && (argument == 1 || argument == 2), "a time of unknown form");
        boolean fraction = argument == 2;
        head();
        expect(major == UNSIGNED && argument == 1, "a time without seconds");
        head();
        expect(major <= NEGATIVE, "a time without seconds");
        if (fraction) {
            head();
            expect(major == NEGATIVE && argument == 8, "a time with an unknown part");
            head();
            expect(major == UNSIGNED && argument >= 1 && argument < NANOS_PER_SECOND, "a time with wrong nanoseconds");
        }
    }

    private void text() {
        int start = at;
        skip(argument);
        expect(Utf8.wellFormed(in, start, at), "a text that is no UTF-8");
    }

    /**
     * False, true, null, and the two finite floating-point forms; no half precision, no undefined, nothing unassigned.
     */
    private void simple() {
        switch ((int) argument) {
            case 20, 21, 22 -> {}
            case 26 -> expect(Float.isFinite(Float.intBitsToFloat((int) number(4))), "a number that is not finite");
            case 27 -> expect(Double.isFinite(Double.longBitsToDouble(number(8))), "a number that is not finite");
            default -> throw refused("a simple value that is not in use");
        }
    }

    private void head() {
        int initial = (int) number(1);
        major = initial >> 5;
        argument = initial & 0x1f;
        if (major == 7 || argument < 24) {
            return;
        }
        expect(argument <= 27, "a length that is indefinite or reserved");
        int size = 1 << (int) (argument - 24);
        argument = number(size);
        expect(argument >= 0, "a number beyond a long");
        long smallest = size == 1 ? 24 : 1L << size * 4;
        expect(argument >= smallest, "a number in more bytes than it needs");
    }

    private long number(int size) {
        int start = at;
        skip(size);
        long number = 0;
        for (int i = start; i < at; i++) {
            number = number << 8 | in[i] & 0xff;
        }
        return number;
    }

    private void skip(long length) {
        expect(length <= in.length - at, "bytes that end too early");
        at += (int) length;
    }

    private void expect(boolean fine, String otherwise) {
        if (!fine) {
            throw refused(otherwise);
        }
    }

    private Refusal refused(String what) {
        return new Refusal("byte " + at + ": " + what);
    }
}
