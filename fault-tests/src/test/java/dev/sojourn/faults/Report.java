package dev.sojourn.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What was played and seen, a row for each scenario and store: printed, and gathered in {@code target/faults.md}. */
final class Report {

    private static final Path FILE = Path.of("target", "faults.md");

    private Report() {}

    static void row(String fault, Object store, String played, String seen) throws IOException {
        String line = "| " + fault + " | " + store.toString().toLowerCase(java.util.Locale.ROOT) + " | " + played
                + " | " + seen + " |";
        System.out.println(line);
        Files.writeString(FILE, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
