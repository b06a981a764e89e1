package dev.sojourn.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every published module is a Java module, stands in the list of versions, and finds what it requires. */
class ModulesTest {

    private static final Path ROOT = Path.of("../..");

    /** Directory to module name; the artifact is {@code sojourn-} and what follows {@code dev.sojourn.} */
    private static final Map<String, String> PUBLISHED = new TreeMap<>(Map.ofEntries(
            Map.entry("core", "dev.sojourn.core"),
            Map.entry("login", "dev.sojourn.login"),
            Map.entry("web", "dev.sojourn.web"),
            Map.entry("testkit", "dev.sojourn.testkit"),
            Map.entry("stores/file", "dev.sojourn.store.file"),
            Map.entry("adapters/servlet", "dev.sojourn.servlet"),
            Map.entry("adapters/javalin", "dev.sojourn.javalin"),
            Map.entry("adapters/jdkhttp", "dev.sojourn.jdkhttp"),
            Map.entry("stores/jdbc", "dev.sojourn.store.jdbc"),
            Map.entry("stores/redis", "dev.sojourn.store.redis"),
            Map.entry("stores/memcached", "dev.sojourn.store.memcached"),
            Map.entry("stores/jcache", "dev.sojourn.store.jcache")));

    /** These have a name in their manifest only: what they stand on has none at all. */
    private static final Set<String> WITHOUT_DESCRIPTOR = Set.of("stores/memcached", "stores/jcache");

    /** What the build has besides: nobody depends on it. */
    private static final List<String> AT_HOME = List.of(
            "demo-app",
            "docs",
            "benchmarks",
            "bom",
            "build/architecture",
            "build/servers",
            "browser-tests",
            "fault-tests");

    @Test
    void noModuleOfTheBuildIsForgottenHere() throws IOException {
        assertThat(found("<module>([^<]+)</module>", ROOT.resolve("pom.xml")))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(PUBLISHED.keySet().stream(), AT_HOME.stream())
                        .toList());
    }

    @Test
    void theListOfVersionsNamesEveryPublishedModule() throws IOException {
        List<String> artifacts = PUBLISHED.values().stream()
                .map(name -> name.replace('.', '-').replaceFirst("^dev-", ""))
                .toList();

        assertThat(found("<artifactId>(sojourn-[^<]+)</artifactId><version>", ROOT.resolve("bom/pom.xml")))
                .containsExactlyInAnyOrderElementsOf(artifacts);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aPublishedModuleHasItsDescriptor(String directory, String name) throws IOException {
        Path descriptor = ROOT.resolve(directory).resolve("target/classes/module-info.class");

        assertThat(descriptor).exists();
        try (var in = Files.newInputStream(descriptor)) {
            assertThat(ModuleDescriptor.read(in).name()).isEqualTo(name);
        }
    }

    static List<Arguments> names() {
        return PUBLISHED.entrySet().stream()
                .filter(entry -> !WITHOUT_DESCRIPTOR.contains(entry.getKey()))
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Test
    void allModulesResolveTogether() {
        Path[] path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .toArray(Path[]::new);

        Configuration resolved = Configuration.resolve(
                ModuleFinder.of(),
                List.of(ModuleLayer.boot().configuration()),
                ModuleFinder.of(path),
                PUBLISHED.values());

        assertThat(resolved.modules().stream()
                        .map(ResolvedModule::reference)
                        .map(ModuleReference::descriptor)
                        .map(ModuleDescriptor::name)
                        .collect(Collectors.toSet()))
                .containsAll(PUBLISHED.values());
    }

    private static List<String> found(String pattern, Path file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
