package dev.sojourn.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** The regions of compiled sources that documents may show: all between {@code // snippet: name} and {@code // end}. */
final class Snippets {

    private static final String START = "// snippet:";
    private static final String END = "// end";

    /**
     * One region.
     *
     * @param name what stands behind the opening mark, with the file in front
     * @param lines its lines without indentation
     */
    record Region(String name, List<String> lines) {

        /** True when the lines stand in here, one after the other, whatever their indentation. */
        boolean holds(List<String> block) {
            return Collections.indexOfSubList(lines, bare(block)) >= 0;
        }
    }

    private Snippets() {}

    /** All regions of the Java files below a directory. */
    static List<Region> below(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .flatMap(file -> in(file).stream())
                    .toList();
        }
    }

    private static List<Region> in(Path file) {
        try {
            return in(file.getFileName().toString(), Files.readAllLines(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<Region> in(String file, List<String> source) {
        List<Region> regions = new ArrayList<>();
        for (int at = 0; at < source.size(); at++) {
            String mark = source.get(at).strip();
            if (mark.startsWith(START)) {
                int end = at + 1;
                while (!source.get(end).strip().equals(END)) {
                    end++;
                }
                String name = file + ":" + mark.substring(START.length());
                regions.add(new Region(name, bare(source.subList(at + 1, end))));
                at = end;
            }
        }
        return regions;
    }

    private static List<String> bare(List<String> lines) {
        return lines.stream().map(String::strip).toList();
    }
}
