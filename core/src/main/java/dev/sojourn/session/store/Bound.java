package dev.sojourn.session.store;

/** How much is held in memory: so many sessions, or so much heap, never both. Belongs to a builder; for one thread. */
final class Bound {

    private long maxSessions;
    private long maxBytes;

    void maxSessions(long count) {
        this.maxSessions = positive("maxSessions", count);
    }

    void maxBytes(long bytes) {
        this.maxBytes = positive("maxBytes", bytes);
    }

    /**
     * Falls back to a share of the greatest heap where nothing was set.
     *
     * @param bounded what holds the sessions, for people
     * @throws IllegalStateException when both were set
     */
    void settle(String bounded, int heapShare) {
        if (maxSessions > 0 && maxBytes > 0) {
            throw new IllegalStateException(bounded + " has one bound: set maxSessions (given " + maxSessions
                    + ") or maxBytes (given " + maxBytes + "), not both");
        }
        if (maxSessions == 0 && maxBytes == 0) {
            maxBytes = Runtime.getRuntime().maxMemory() / heapShare;
        }
    }

    /** True when sessions are counted, by {@link #limit}; otherwise it is the bytes they take. */
    boolean counts() {
        return maxSessions > 0;
    }

    long limit() {
        return counts() ? maxSessions : maxBytes;
    }

    static long positive(String name, long given) {
        if (given <= 0) {
            throw new IllegalArgumentException(name + " must be positive, given " + given);
        }
        return given;
    }

    /** For people: "100000 sessions". */
    @Override
    public String toString() {
        return limit() + (counts() ? " sessions" : " bytes");
    }
}
