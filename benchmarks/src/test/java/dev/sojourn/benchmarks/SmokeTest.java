package dev.sojourn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sojourn.servers.MemcachedServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything runs once, quickly; how fast it was is nobody's business here. */
class SmokeTest {

    private static final int BYTES = 5;

    @TempDir
    Path results;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Benchmarks.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void everyVerbIsMeasuredWithBothNumbersOfThreads() throws Exception {
        int status = run(
                "stores",
                "--stores=memory,file",
                "--threads=1,2",
                "--sizes=200",
                "--iterations=1",
                "--millis=10",
                "--forks=0",
                "--results=" + results);

        assertThat(status).as(err.toString()).isZero();
        String csv = Files.readString(results.resolve("stores.csv"));
        for (String store : new String[] {"memory", "file"}) {
            for (String verb : new String[] {"find", "save", "create"}) {
                assertThat(csv).contains(store + "," + verb + ",1,200,", store + "," + verb + ",2,200,");
            }
        }
        assertThat(csv.lines()).hasSize(1 + 2 * 3 * 2);
        assertThat(out.toString()).contains("how many times memory");
        assertThat(Files.readAllLines(results.resolve("overview.txt"))).hasSize(2 + 2 * 2);
    }

    @Test
    void aScaleRunMeasuresEveryStepOfEveryStore() throws Exception {
        int status = run(
                "scale",
                "--stores=memory,file:1e3,h2:1e3,redis:1e3",
                "--to=1e4",
                "--quick",
                "--results=" + results,
                "--scratch=" + results);

        assertThat(status).as(err.toString()).isZero();
        assertThat(Files.readString(results.resolve("scale.csv"))
                        .lines()
                        .map(line -> line.split(",")[0] + line.split(",")[1]))
                .containsExactly("storesessions", "memory1000", "memory10000", "file1000", "h21000", "redis1000");
        assertThat(Files.readString(results.resolve("scale.svg"))).startsWith("<?xml");
        assertThat(out.toString()).contains("filling");
        try (var left = Files.list(results)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("scale.csv", "scale.txt", "scale.svg");
        }
    }

    @Test
    void everyStoreOfThisProcessIsMeasured() throws Exception {
        assertMeasured("h2", "sqlite", "caffeine", "hazelcast");
    }

    @Test
    void aMemcachedIsStartedOrUsedWhereItRuns() throws Exception {
        assumeTrue(MemcachedServer.installed(), "no memcached is installed");
        try (MemcachedServer running = MemcachedServer.start()) {
            assertMeasured("memcached", "memcached://" + running.address());
        }
    }

    /** Two steps, since what dies in the first is made anew in the second. */
    private void assertMeasured(String... stores) throws Exception {
        int status = run(
                "scale",
                "--stores=" + String.join(":1e4,", stores),
                "--to=1e4",
                "--quick",
                "--results=" + results,
                "--scratch=" + results);

        assertThat(status).as(err.toString()).isZero();
        List<String[]> rows = Files.readAllLines(results.resolve("scale.csv")).stream()
                .skip(1)
                .map(line -> line.split(","))
                .toList();
        assertThat(rows.stream().map(row -> row[0])).containsOnly(stores);
        assertThat(rows).hasSize(2 * stores.length);
        assertThat(rows.stream().map(row -> row[BYTES])).allMatch(bytes -> bytes.matches("[0-9]+"));
    }

    @ParameterizedTest
    @CsvSource({
        "stores, --stores=rubbish, rubbish",
        "stores, --stores=memcached://nowhere, memcached://nowhere",
        "scale, --stores=memcached://nowhere:1:1e12, --stores",
        "stores, --stores=memory --threads=0, --threads",
        "stores, --stores=memory --sizes=x, --sizes",
        "stores, --stores=memory --iterations=0, --iterations",
        "stores, --stores=memory --millis=0, --millis",
        "stores, --stores=memory --forks=-1, --forks",
        "scale, --stores=memory --to=rubbish, --to",
        "scale, --stores=memory --to=10, --to",
        "scale, --stores=memory:1e12, --stores",
        "scale, --stores=memory --size=0, --size",
        "scale, --to=1e3, --stores",
    })
    void aWrongValueIsNamedInOneLine(String command, String flags, String named) {
        String[] all = (command + " " + flags).split(" ");

        assertThat(run(all)).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).startsWith("benchmarks: ").contains(named);
        assertThat(Arrays.asList(all)).contains(command);
    }

    @Test
    void theHelpNamesEveryStore() {
        assertThat(run("help", "scale")).isZero();
        assertThat(out.toString().replaceAll("\\s+", " ")).contains(Benchmarks.STORES);
        assertThat(Benchmarks.STORES).isEqualTo(Subject.names());
    }
}
