package dev.sojourn.session.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class KeyFileTest {

    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void choosePath() {
        path = directory.resolve("deep/er/keys");
    }

    private static void write(Path path, String text) throws IOException {
        Files.writeString(path, text, StandardCharsets.ISO_8859_1);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void filesAndDirectoriesBelongToTheirOwnerAlone() throws IOException {
        SealingKeys keys = SealingKeys.inFile(path);
        assertThat(mode(path)).isEqualTo("rw-------");
        keys.rotate();
        assertThat(mode(path)).isEqualTo("rw-------");
        assertThat(mode(path.resolveSibling("keys.lock"))).isEqualTo("rw-------");
        assertThat(mode(path.getParent())).isEqualTo("rwx------");
        assertThat(mode(path.getParent().getParent())).isEqualTo("rwx------");
    }

    @Test
    void nothingButTheFileAndItsLockIsLeftBehind() throws IOException {
        SealingKeys keys = SealingKeys.inFile(path);
        keys.rotate();
        assertThatThrownBy(() -> keys.retire("00000000")).isInstanceOf(IllegalArgumentException.class);
        try (Stream<Path> left = Files.list(path.getParent())) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("keys", "keys.lock");
        }
    }

    @ParameterizedTest
    @EnumSource(PosixFilePermission.class)
    void aFileThatOthersMayTouchIsRefused(PosixFilePermission permission) throws IOException {
        SealingKeys.inFile(path);
        Set<PosixFilePermission> mode = EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        if (mode.add(permission)) {
            Files.setPosixFilePermissions(path, mode);
            assertThatThrownBy(() -> SealingKeys.inFile(path))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(path.toString())
                    .hasMessageContaining(PosixFilePermissions.toString(mode))
                    .hasMessageContaining("chmod 600");
        }
    }

    @Test
    void aFileThatItsOwnerMayOnlyReadIsTaken() throws IOException {
        List<SealingKeys.Key> keys = SealingKeys.inFile(path).keys();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--------"));
        assertThat(SealingKeys.inFile(path).keys()).isEqualTo(keys);
    }

    @Test
    void aLinkIsRefusedWhereverItLeads() throws IOException {
        SealingKeys.inFile(path);
        Path toFile = Files.createSymbolicLink(directory.resolve("to-file"), path);
        Path toNothing = Files.createSymbolicLink(directory.resolve("to-nothing"), directory.resolve("nothing"));
        Path toDirectory = Files.createSymbolicLink(directory.resolve("to-directory"), path.getParent());
        for (Path link : List.of(toFile, toNothing, toDirectory)) {
            assertThatThrownBy(() -> SealingKeys.inFile(link))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no regular file");
        }
        assertThat(directory.resolve("nothing")).doesNotExist();
        assertThatThrownBy(() -> SealingKeys.inFile(path.getParent())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLinkInPlaceOfTheLockFileIsNotFollowed() throws IOException {
        SealingKeys keys = SealingKeys.inFile(path);
        Path lock = path.resolveSibling("keys.lock");
        Files.delete(lock);
        Files.createSymbolicLink(lock, directory.resolve("elsewhere"));
        assertThatThrownBy(keys::rotate).isInstanceOf(UncheckedIOException.class);
        assertThat(directory.resolve("elsewhere")).doesNotExist();
        assertThat(keys.keys()).hasSize(1);
    }

    private static String key(String role, long seed) {
        byte[] secret = new byte[32];
        new Random(seed).nextBytes(secret);
        RingKey key = new RingKey(secret, null);
        return role + " " + key.id() + " 2026-11-23T05:21:55Z " + key.revealText() + "\n";
    }

    @Test
    void commentsEmptyLinesAndAnyOrderOfLinesAreTaken() throws IOException {
        Files.createDirectories(path.getParent());
        write(path, "sojourn-keys 1\n\n# note\n" + key("previous", 1) + key("staged", 2) + "#\n" + key("current", 3));
        List<SealingKeys.Key> keys = SealingKeys.inFile(path).keys();
        assertThat(keys.stream().map(key -> key.role().name())).containsExactly("CURRENT", "STAGED", "PREVIOUS");
        assertThat(keys.get(0).created()).isEqualTo(Instant.parse("2026-11-23T05:21:55Z"));
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                damage("line 1", text -> ""),
                damage("line 1", text -> text.replace("keys 1", "keys 2")),
                damage("line 1", text -> "\u00ef\u00bb\u00bf" + text),
                damage("line 1", text -> text.replace("\n", "\r\n")),
                damage("line 1", text -> text.replace("sojourn-keys 1\n", "")),
                damage("cut off", text -> text.substring(0, text.length() - 1)),
                damage("cut off", text -> text.substring(0, text.length() - 20)),
                damage("no key is current", text -> "sojourn-keys 1\n"),
                damage("no key is current", text -> text.replace("current", "previous")),
                damage("line 3: expected one current", text -> text + key("current", 9)),
                damage("line 4: expected one current", text -> text + key("staged", 8) + key("staged", 9)),
                damage("listed twice", text -> text + key("previous", 3)),
                damage("line 2: expected one current", text -> text.replace("current", "Current")),
                damage("line 2: expected role", text -> text.replace(" 2026", "  2026")),
                damage("line 2: expected role", text -> text.replace("Z ", "Z")),
                damage("line 2: expected role", text -> text.replace("Z ", "Z\u00a0")),
                damage("line 2: the time", text -> text.replace("2026-11-23T", "yesterday")),
                damage("line 2: the id", text -> text.replaceFirst("current [0-9a-f]{2}", "current zz")),
                damage("line 2: the id", text -> text.replaceFirst("Z .", "Z -")),
                damage("line 2: the secret", text -> text.replaceFirst("Z .", "Z +")),
                damage("line 2: the secret", text -> text.replaceFirst("\n$", "=\n")),
                damage("line 2: a key has 32", text -> text.replaceFirst("Z ....", "Z ")),
                damage("line 2: the key", text -> text.replaceFirst("Z .*", "Z " + "A".repeat(43))));
    }

    private static Arguments damage(String said, UnaryOperator<String> damage) {
        return arguments(said, damage);
    }

    @ParameterizedTest
    @MethodSource("damages")
    void aDamagedFileIsRefusedWithItsLineAndWithoutItsSecret(String said, UnaryOperator<String> damage)
            throws IOException {
        Files.createDirectories(path.getParent());
        String good = "sojourn-keys 1\n" + key("current", 3);
        String bad = damage.apply(good);
        assertThat(bad).isNotEqualTo(good);
        write(path, bad);
        byte[] before = Files.readAllBytes(path);
        String secret = good.substring(good.lastIndexOf(' ') + 3, good.length() - 3);
        assertThatThrownBy(() -> SealingKeys.inFile(path))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining(said)
                .hasMessageNotContaining(secret);
        assertThat(path).as("it is never replaced").hasBinaryContent(before);
    }

    @Test
    void aDateThatIsReallyTheSecretIsNotRepeated() throws IOException {
        Files.createDirectories(path.getParent());
        String line = key("current", 3);
        String secret = line.substring(line.lastIndexOf(' ') + 1, line.length() - 1);
        write(path, "sojourn-keys 1\n" + line.replace("2026-11-23T05:21:55Z", secret));
        assertThatThrownBy(() -> SealingKeys.inFile(path))
                .hasStackTraceContaining("line 2")
                .satisfies(refusal -> {
                    for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
                        assertThat(String.valueOf(cause.getMessage())).doesNotContain(secret);
                    }
                });
    }

    @Test
    void aFileTooLargeToBeARingIsNotRead() throws IOException {
        Files.createDirectories(path.getParent());
        write(path, "sojourn-keys 1\n" + "#".repeat(300_000) + "\n" + key("current", 3));
        assertThatThrownBy(() -> SealingKeys.inFile(path))
                .hasMessageContaining("262144")
                .hasMessageContaining("300");
    }

    @Test
    void processesThatStartAtOnceEndWithOneRing() throws Exception {
        List<Process> processes = new ArrayList<>();
        Set<String> rings = new HashSet<>();
        try {
            for (int count = 0; count < 4; count++) {
                processes.add(RingMaker.start(path));
            }
            for (Process process : processes) {
                assertThat(readLine(process)).isEqualTo("ready");
            }
            for (Process process : processes) {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            }
            for (Process process : processes) {
                rings.add(readLine(process));
                assertThat(process.waitFor()).isZero();
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
        assertThat(rings).containsExactly(SealingKeys.inFile(path).toString());
    }

    private static String readLine(Process process) throws IOException {
        BufferedReader reader = process.inputReader();
        return Objects.requireNonNull(reader.readLine(), "the process ended early");
    }
}
