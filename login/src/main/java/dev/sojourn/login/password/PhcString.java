package dev.sojourn.login.password;

import java.util.Base64;

/**
 * One stored Argon2id hash in the PHC string form: {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}, numbers in plain
 * decimal, salt and hash in unpadded standard base64. There is one spelling per hash. Immutable by convention: the
 * arrays are not copied.
 */
final class PhcString {

    private static final int MAX_LENGTH = 256;
    private static final int MIN_SALT = 8;
    private static final int MIN_HASH = 16;
    private static final int MAX_BYTES = 64;

    private final Argon2Cost cost;
    private final byte[] salt;
    private final byte[] hash;

    PhcString(Argon2Cost cost, byte[] salt, byte[] hash) {
        this.cost = cost;
        this.salt = salt;
        this.hash = hash;
    }

    /**
     * Reads a stored hash; every number is bounded before it is used.
     *
     * @throws IllegalArgumentException when it is of another scheme or version, misspelt, or outside the bounds; the
     *     message never quotes salt or hash
     */
    static PhcString parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("at most " + MAX_LENGTH + " characters, given " + text.length());
        }
        String[] parts = text.split("\\$", -1);
        if (parts.length != 6 || !parts[0].isEmpty() || !parts[1].equals("argon2id") || !parts[2].equals("v=19")) {
            throw new IllegalArgumentException("not an Argon2id string of version 19");
        }
        return new PhcString(cost(parts[3]), bytes("salt", parts[4], MIN_SALT), bytes("hash", parts[5], MIN_HASH));
    }

    Argon2Cost cost() {
        return cost;
    }

    /** The salt itself, not a copy. */
    byte[] salt() {
        return salt;
    }

    /** The hash itself, not a copy. */
    byte[] hash() {
        return hash;
    }

    /** The string to store. */
    String text() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memoryKib() + ",t=" + cost.iterations() + ",p=" + cost.parallelism() + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    private static Argon2Cost cost(String text) {
        String[] numbers = text.split(",", -1);
        if (numbers.length != 3) {
            throw new IllegalArgumentException("three cost parameters are needed: m, t and p");
        }
        return new Argon2Cost(number("m=", numbers[0]), number("t=", numbers[1]), number("p=", numbers[2]));
    }

    private static int number(String label, String text) {
        String digits = text.startsWith(label) ? text.substring(label.length()) : "";
        boolean plain = !digits.isEmpty()
                && digits.length() <= 9
                && digits.charAt(0) != '0'
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        if (!plain) {
            throw new IllegalArgumentException(
                    "cost parameter " + label + " must be a plain number of at most 9 digits");
        }
        return Integer.parseInt(digits);
    }

    private static byte[] bytes(String what, String text, int least) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException(what + " is not base64", notBase64);
        }
        if (!Base64.getEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException(what + " is not unpadded canonical base64");
        }
        if (bytes.length < least || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    what + " must have " + least + " to " + MAX_BYTES + " bytes, given " + bytes.length);
        }
        return bytes;
    }

    @Override
    public String toString() {
        return "PhcString[redacted]";
    }
}
