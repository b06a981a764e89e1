package dev.sojourn.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows under headings, for people and for programs. The first column is text, the others are numbers. For one thread. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        rows.add(List.of(headings));
    }

    void add(String... cells) {
        rows.add(List.of(cells));
    }

    /** Columns side by side, numbers to the right; also the table of a Markdown page. */
    String text() {
        int columns = rows.get(0).size();
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.add(IntStream.range(0, columns)
                    .mapToObj(column -> padded(row.get(column), widths[column], column > 0))
                    .collect(Collectors.joining(" | ", "| ", " |")));
        }
        lines.add(
                1,
                IntStream.range(0, columns)
                        .mapToObj(column -> "-".repeat(widths[column] + (column > 0 ? 1 : 2)) + (column > 0 ? ":" : ""))
                        .collect(Collectors.joining("|", "|", "|")));
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    /** RFC 4180, with a heading; no cell holds a comma, since digits are not grouped there. */
    String csv() {
        return rows.stream()
                .map(row -> row.stream().map(cell -> cell.replace(",", "")).collect(Collectors.joining(",")))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    private static String padded(String text, int width, boolean right) {
        String space = " ".repeat(width - text.length());
        return right ? space + text : text + space;
    }
}
