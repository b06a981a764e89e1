package dev.sojourn.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What directories take on the disk, and how they go away. */
final class DiskSpace {

    private static final long KIBIBYTE = 1024;

    private DiskSpace() {}

    /** The blocks below a directory in bytes, as {@code du} counts them, for Java cannot ask; empty where there is no du. */
    static OptionalLong of(Path directory) {
        try {
            Process du = new ProcessBuilder(List.of("du", "-sk", directory.toString())).start();
            String said = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int tab = said.indexOf('\t');
            return tab > 0 ? OptionalLong.of(Long.parseLong(said.substring(0, tab)) * KIBIBYTE) : OptionalLong.empty();
        } catch (IOException noSuchProgram) {
            return OptionalLong.empty();
        }
    }

    /** Removes a directory with all that is below. */
    static void remove(Path directory) {
        try (Stream<Path> below = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) below.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove " + directory, failure);
        }
    }
}
