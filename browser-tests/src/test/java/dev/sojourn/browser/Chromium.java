package dev.sojourn.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where this machine keeps its Chromium. */
final class Chromium {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final List<Path> USUAL_PLACES = List.of(
            Path.of("/usr/bin"),
            Path.of("/usr/local/bin"),
            Path.of("/snap/bin"),
            Path.of("/opt/google/chrome"),
            Path.of("/Applications/Chromium.app/Contents/MacOS"));

    private Chromium() {}

    /**
     * The program that {@code -Dsojourn.chromium=FILE} names, else the first one on the PATH or in the usual places.
     *
     * @throws IllegalArgumentException when the property names what is no program
     */
    static Optional<Path> find() {
        String named = System.getProperty("sojourn.chromium");
        if (named != null) {
            Path program = Path.of(named);
            if (!isProgram(program)) {
                throw new IllegalArgumentException("sojourn.chromium must name a program, given " + named);
            }
            return Optional.of(program);
        }
        return Stream.concat(onPath(System.getenv("PATH")), USUAL_PLACES.stream())
                .flatMap(place -> NAMES.stream().map(place::resolve))
                .filter(Chromium::isProgram)
                .findFirst();
    }

    private static Stream<Path> onPath(@Nullable String path) {
        return path == null
                ? Stream.empty()
                : Arrays.stream(path.split(File.pathSeparator)).map(Path::of);
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
