package dev.sojourn.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the documents show compiles, and what they name is there. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..");

    private static final Map<Path, Markdown> DOCUMENTS = new TreeMap<>();
    private static List<Snippets.Region> regions = List.of();

    @BeforeAll
    static void read() throws IOException {
        for (Path file : files()) {
            DOCUMENTS.put(file, Markdown.parse(Files.readAllLines(file)));
        }
        regions = Snippets.below(Path.of("src/test/java"));
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(top, pages)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyJavaSnippetStandsInACompiledSource() {
        List<String> faults = new ArrayList<>();
        DOCUMENTS.forEach((file, document) -> document.blocks().stream()
                .filter(block -> block.language().equals("java"))
                .filter(block -> regions.stream().noneMatch(region -> region.holds(block.lines())))
                .forEach(block -> faults.add(file + ":" + block.line())));

        assertThat(faults)
                .as("java blocks that no region below docs/src/test/java holds")
                .isEmpty();
    }

    @Test
    void everyCompiledSnippetIsShownSomewhere() {
        List<String> unused = regions.stream()
                .filter(region -> DOCUMENTS.values().stream()
                        .flatMap(document -> document.blocks().stream())
                        .filter(block -> block.language().equals("java"))
                        .noneMatch(block -> region.holds(block.lines())))
                .map(Snippets.Region::name)
                .toList();

        assertThat(unused).as("regions that no document shows").isEmpty();
    }

    @Test
    void everyCommandNamesWhatIsThere() throws IOException {
        Commands commands = new Commands(ROOT);
        List<String> faults = new ArrayList<>();
        for (var document : DOCUMENTS.entrySet()) {
            for (Markdown.Block block : document.getValue().blocks()) {
                if (List.of("bash", "sh", "console").contains(block.language())) {
                    commands.faults(block)
                            .forEach(fault -> faults.add(document.getKey() + ":" + block.line() + " " + fault));
                }
            }
        }

        assertThat(faults).isEmpty();
    }

    @Test
    void everyRelativeLinkLeadsSomewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        for (var document : DOCUMENTS.entrySet()) {
            for (String link : document.getValue().links()) {
                if (!link.matches("[a-z]+:.*") && !resolves(document.getKey(), link)) {
                    dead.add(document.getKey() + " -> " + link);
                }
            }
        }

        assertThat(dead).isEmpty();
    }

    private static boolean resolves(Path from, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? from : from.resolveSibling(parts[0]).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        return parts.length == 1
                || Markdown.parse(Files.readAllLines(target)).anchors().contains(parts[1]);
    }
}
