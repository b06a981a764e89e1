package dev.sojourn.login.password;

/**
 * What one Argon2id hash costs (RFC 9106 section 3.1).
 *
 * @param memoryKib memory in KiB
 * @param iterations passes over the memory
 * @param parallelism lanes; they run one after the other here
 */
record Argon2Cost(int memoryKib, int iterations, int parallelism) {

    static final Argon2Cost STANDARD = new Argon2Cost(19_456, 2, 1);

    static final int MAX_MEMORY_KIB = 1 << 20;
    static final int MAX_ITERATIONS = 16;
    static final int MAX_PARALLELISM = 16;

    /** Settings of equal strength (OWASP Password Storage, 2026): at least the memory and the passes of one row. */
    private static final int[][] STRONG_ENOUGH = {{47_104, 1}, {19_456, 2}, {12_288, 3}, {9_216, 4}, {7_168, 5}};

    /**
     * @throws IllegalArgumentException when a number is outside what is ever computed, so before any memory is taken
     */
    Argon2Cost {
        require("parallelism", parallelism, 1, MAX_PARALLELISM);
        require("iterations", iterations, 1, MAX_ITERATIONS);
        require("memory in KiB", memoryKib, 8 * parallelism, MAX_MEMORY_KIB);
    }

    /** True for what may protect new passwords; stored ones are checked at whatever cost they were made with. */
    boolean strongEnough() {
        for (int[] row : STRONG_ENOUGH) {
            if (memoryKib >= row[0] && iterations >= row[1]) {
                return true;
            }
        }
        return false;
    }

    private static void require(String what, int given, int least, int most) {
        if (given < least || given > most) {
            throw new IllegalArgumentException(
                    "Argon2id " + what + " must be " + least + " to " + most + ", given " + given);
        }
    }
}
