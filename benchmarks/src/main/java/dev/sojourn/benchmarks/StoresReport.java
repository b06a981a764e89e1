package dev.sojourn.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;

/** What JMH measured, as tables with the ratio to one of the stores. */
final class StoresReport {

    private static final double MICROS_PER_SECOND = 1_000_000;
    private static final double TEN = 10;

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

        String heading() {
            return verb + " " + format("%,d", Integer.parseInt(size)) + " B";
        }
    }

    /** A row of the overview. */
    private record Line(String store, int threads) {}

    /**
     * Everything, a line for each measurement.
     *
     * @param reference the store that the others are compared with
     */
    static Table table(String reference, Collection<RunResult> results) {
        Map<Case, Double> references = references(reference, results);
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
                    number("%,.2f", result.getPrimaryResult().getScoreError()),
                    format("%,.0f", which.threads * MICROS_PER_SECOND / micros),
                    format("%,.1f", micros / references.getOrDefault(which, micros)));
        }
        return table;
    }

    /** Microseconds of a call, and in brackets how many times that of the reference; a line for each store and number of threads. */
    static Table overview(String reference, Collection<RunResult> results) {
        Map<Case, Double> references = references(reference, results);
        Map<Line, Map<String, String>> lines = new LinkedHashMap<>();
        Set<String> headings = new LinkedHashSet<>();
        for (RunResult result : results) {
            Case which = Case.of(result);
            double micros = micros(result);
            headings.add(which.heading());
            lines.computeIfAbsent(new Line(store(result), which.threads), line -> new LinkedHashMap<>())
                    .put(
                            which.heading(),
                            brief(micros) + " (" + brief(micros / references.getOrDefault(which, micros)) + ")");
        }
        List<String> top = new ArrayList<>(List.of("store", "threads"));
        top.addAll(headings);
        Table table = new Table(top.toArray(new String[0]));
        lines.forEach((line, cells) -> {
            List<String> row = new ArrayList<>(List.of(line.store, String.valueOf(line.threads)));
            headings.forEach(heading -> row.add(cells.getOrDefault(heading, "-")));
            table.add(row.toArray(new String[0]));
        });
        return table;
    }

    private static Map<Case, Double> references(String reference, Collection<RunResult> results) {
        return results.stream()
                .filter(result -> store(result).equals(reference))
                .collect(Collectors.toMap(Case::of, StoresReport::micros));
    }

    private static String store(RunResult result) {
        return result.getParams().getParam("store");
    }

    private static double micros(RunResult result) {
        return result.getPrimaryResult().getScore();
    }

    /** A decimal where it says something. */
    private static String brief(double value) {
        return format(value < TEN ? "%,.1f" : "%,.0f", value);
    }

    private static String number(String pattern, double value) {
        return Double.isNaN(value) ? "-" : format(pattern, value);
    }

    private static String format(String pattern, Object value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
