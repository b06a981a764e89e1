package dev.sojourn.benchmarks;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;

/** What JMH measured, as a table with the ratio to one of the stores. */
final class StoresReport {

    private static final double MICROS_PER_SECOND = 1_000_000;

    private StoresReport() {}

    /** One measurement apart from its store. */
    private record Case(String verb, int threads, String size) {

        static Case of(RunResult result) {
            String label = result.getParams().getBenchmark();
            return new Case(
                    label.substring(label.lastIndexOf('.') + 1),
                    result.getParams().getThreads(),
                    result.getParams().getParam("size"));
        }
    }

    /** @param reference the store that the others are compared with */
    static Table table(String reference, Collection<RunResult> results) {
        Map<Case, Double> references = results.stream()
                .filter(result -> store(result).equals(reference))
                .collect(Collectors.toMap(Case::of, StoresReport::micros));
        Table table =
                new Table("store", "verb", "threads", "bytes", "µs/call", "± µs", "calls/s", "times " + reference);
        for (RunResult result : results) {
            Case which = Case.of(result);
            double micros = micros(result);
            table.add(
                    store(result),
                    which.verb,
                    String.valueOf(which.threads),
                    which.size,
                    format("%,.2f", micros),
                    format("%,.2f", result.getPrimaryResult().getScoreError()),
                    format("%,.0f", which.threads * MICROS_PER_SECOND / micros),
                    format("%,.1f", micros / references.getOrDefault(which, micros)));
        }
        return table;
    }

    private static String store(RunResult result) {
        return result.getParams().getParam("store");
    }

    private static double micros(RunResult result) {
        return result.getPrimaryResult().getScore();
    }

    private static String format(String pattern, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, pattern, value);
    }
}
