package dev.sojourn.benchmarks;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How one store did with so many sessions in it.
 *
 * @param store its name
 * @param findMicros median time of a find; likewise save and create
 * @param bytesPerSession empty where nobody can tell
 * @param cleanup empty where the backend removes the dead by itself
 */
record ScaleResult(
        String store,
        long sessions,
        double findMicros,
        double saveMicros,
        double createMicros,
        OptionalDouble bytesPerSession,
        Cleanup cleanup) {

    private static final String NOTHING = "-";

    /**
     * What clean-up cost.
     *
     * @param millis with one session in a hundred expired; empty where the store has no clean-up
     * @param removed how many sessions that removed
     * @param idleMillis right afterwards, with nothing expired
     */
    record Cleanup(OptionalDouble millis, int removed, OptionalDouble idleMillis) {

        /** Of a store that has none. */
        static final Cleanup NONE = new Cleanup(OptionalDouble.empty(), 0, OptionalDouble.empty());

        /** Microseconds per session that was removed, what walking past the living costs left out. */
        OptionalDouble microsPerRemoved() {
            return millis.isPresent() && removed > 0
                    ? OptionalDouble.of(Math.max(0, millis.getAsDouble() - idleMillis.orElse(0)) * 1000 / removed)
                    : OptionalDouble.empty();
        }
    }

    static Table table(Iterable<ScaleResult> results) {
        Table table = new Table(
                "store",
                "sessions",
                "find µs",
                "save µs",
                "create µs",
                "bytes/session",
                "clean-up ms",
                "removed",
                "clean-up ms, nothing expired",
                "µs/removed");
        for (ScaleResult result : results) {
            Cleanup cleanup = result.cleanup;
            table.add(
                    result.store,
                    String.format(Locale.ROOT, "%,d", result.sessions),
                    number(OptionalDouble.of(result.findMicros)),
                    number(OptionalDouble.of(result.saveMicros)),
                    number(OptionalDouble.of(result.createMicros)),
                    result.bytesPerSession.isEmpty()
                            ? NOTHING
                            : String.format(Locale.ROOT, "%,.0f", result.bytesPerSession.getAsDouble()),
                    number(cleanup.millis()),
                    cleanup.millis().isEmpty() ? NOTHING : String.format(Locale.ROOT, "%,d", cleanup.removed()),
                    number(cleanup.idleMillis()),
                    number(cleanup.microsPerRemoved()));
        }
        return table;
    }

    private static String number(OptionalDouble value) {
        return value.isEmpty() ? NOTHING : String.format(Locale.ROOT, "%,.2f", value.getAsDouble());
    }
}
