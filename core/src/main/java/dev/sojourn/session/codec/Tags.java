package dev.sojourn.session.codec;

/** The CBOR tags that are used, all from the IANA registry. */
final class Tags {

    /** Bignums (RFC 8949 section 3.4.3). */
    static final int POSITIVE_BIGNUM = 2;

    static final int NEGATIVE_BIGNUM = 3;

    /** Decimal fraction (RFC 8949 section 3.4.4). */
    static final int DECIMAL = 4;

    /** Object with a type name: {@code [short name, version, {fields}]}, or {@code ["i64", number]}. */
    static final int OBJECT = 27;

    static final int UUID = 37;

    /** Days since 1970-01-01 (RFC 8943). */
    static final int DATE = 100;

    static final int SET = 258;

    /**
     * Extended time, keys 1 (seconds) and -9 (nanoseconds) alone (RFC 9581): exact over the whole range of an Instant.
     */
    static final int INSTANT = 1001;

    /** Duration with the same keys (RFC 9581 section 4). */
    static final int DURATION = 1002;

    /** Names of integer widths that a plain CBOR integer, which reads as int or, beyond, as long, would not keep. */
    static final String BYTE = "i8";

    static final String SHORT = "i16";
    static final String LONG = "i64";

    private Tags() {}
}
