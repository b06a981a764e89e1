package dev.sojourn.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The commands that documents tell a reader to type, and what they say of this repository. */
final class Commands {

    /** Tests that need what only a profile brings stand beside the others. */
    private static final Pattern SOURCES = Pattern.compile("src/(test|mariadb)/java");

    private final Path root;

    Commands(Path root) {
        this.root = root;
    }

    /** What is wrong with a block of commands, one line each; empty when all they name is there. */
    List<String> faults(Markdown.Block block) throws IOException {
        List<String> faults = new ArrayList<>();
        for (String line : typed(block)) {
            List<String> words = List.of(line.strip().split("\\s+"));
            for (int at = 0; at < words.size(); at++) {
                Optional<String> fault = fault(words.get(at), at + 1 < words.size() ? words.get(at + 1) : "");
                fault.ifPresent(faults::add);
            }
        }
        return faults;
    }

    /** In a console block only what follows the prompt is typed; the rest is what the machine answers. */
    private static List<String> typed(Markdown.Block block) {
        if (block.language().equals("console")) {
            return block.lines().stream()
                    .filter(line -> line.startsWith("$ "))
                    .map(line -> line.substring(2))
                    .toList();
        }
        return block.lines().stream()
                .filter(line -> !line.strip().startsWith("#"))
                .toList();
    }

    private Optional<String> fault(String word, String next) throws IOException {
        if (word.startsWith("./") || word.startsWith(".ci/")) {
            return when(!Files.exists(root.resolve(word)), "there is no file " + word);
        }
        if (word.equals("-pl")) {
            return Stream.of(next.split(","))
                    .filter(module -> !Files.exists(root.resolve(module).resolve("pom.xml")))
                    .map(module -> "there is no module " + module)
                    .findFirst();
        }
        if (word.startsWith("-P")) {
            String profile = "<id>" + word.substring(2) + "</id>";
            return when(!Files.readString(root.resolve("pom.xml")).contains(profile), "there is no profile " + word);
        }
        if (word.startsWith("-Dtest=")) {
            String test =
                    word.substring("-Dtest=".length()).replaceFirst("#.*", "").replace("'", "");
            return when(!hasTest(test), "there is no test " + test);
        }
        return Optional.empty();
    }

    private boolean hasTest(String name) throws IOException {
        Pattern file = Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q") + "\\.java");
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(path -> SOURCES.matcher(path.toString()).find())
                    .anyMatch(
                            path -> file.matcher(path.getFileName().toString()).matches());
        }
    }

    private static Optional<String> when(boolean wrong, String fault) {
        return wrong ? Optional.of(fault) : Optional.empty();
    }
}
