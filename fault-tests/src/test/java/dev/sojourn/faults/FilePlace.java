package dev.sojourn.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files in a directory that several nodes share. */
final class FilePlace implements Place {

    private final Path directory;

    private FilePlace(Path directory) {
        this.directory = directory;
    }

    static FilePlace open() throws IOException {
        return at(Files.createTempDirectory("sojourn-faults"));
    }

    /** @param directory is removed when this is closed */
    static FilePlace at(Path directory) {
        return new FilePlace(directory);
    }

    @Override
    public String argument() {
        return "file:" + directory;
    }

    @Override
    public void kill() {
        throw new UnsupportedOperationException("a directory has no process of its own");
    }

    @Override
    public void restart() {
        throw new UnsupportedOperationException("a directory has no process of its own");
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : innermostFirst) {
                Files.delete(file);
            }
        }
    }
}
