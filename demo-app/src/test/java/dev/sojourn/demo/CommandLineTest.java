package dev.sojourn.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** A wrong flag or value: one line that names it, exit status 2. */
class CommandLineTest {

    @TempDir
    Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Demo.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private int runOnFreePorts(String... arguments) throws Exception {
        int[] ports = TestDemo.freePorts();
        List<String> all = new ArrayList<>(List.of(arguments));
        for (String usual : List.of("--port=" + ports[0], "--http-port=" + ports[1], "--data=" + data)) {
            String flag = usual.substring(0, usual.indexOf('=') + 1);
            if (all.stream().noneMatch(given -> given.startsWith(flag))) {
                all.add(usual);
            }
        }
        return run(all.toArray(new String[0]));
    }

    private void assertOneLineNaming(String... words) {
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).startsWith("demo: ").contains(words);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "--nosuch,-,--nosuch",
                "stray,-,stray",
                "--port,abc,abc",
                "--port,70000,70000",
                "--port,0,0",
                "--port,-,--port",
                "--http-port,-1,-1",
                "--http-port,99999,99999",
                "--sessions,nosuch,nosuch",
                "--sessions,FILE,FILE",
                "--idle,rubbish,rubbish",
                "--idle,30,30",
                "--lifetime,1h,1h",
                "--tls-cert,some.pem,--tls-key",
                "--tls-key,some.pem,--tls-cert"
            })
    void aWrongFlagIsNamed(String flag, String value, String named) {
        assertThat(value == null ? run(flag) : run(flag, value)).isEqualTo(2);
        assertOneLineNaming(named);
        assertThat(err.toString()).contains(flag);
    }

    @Test
    void samePortsAreRefused() {
        assertThat(run("--port", "9000", "--http-port", "9000")).isEqualTo(2);
        assertOneLineNaming("--port", "--http-port", "9000");
    }

    @ParameterizedTest
    @CsvSource({"--idle,PT0S", "--idle,-PT5M", "--lifetime,PT0S", "--idle,PT13H", "--lifetime,PT5M"})
    void timesThatMakeNoSenseAreRefused(String flag, String value) throws Exception {
        assertThat(runOnFreePorts(flag + "=" + value)).isEqualTo(2);
        assertOneLineNaming(flag);
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(runOnFreePorts("--port=" + other.getLocalPort())).isEqualTo(2);
            assertOneLineNaming("--port", "" + other.getLocalPort());
        }
    }

    @Test
    void aHostThatIsNotOfThisMachineIsNamed() throws Exception {
        assertThat(runOnFreePorts("--host=192.0.2.1")).isEqualTo(2);
        assertOneLineNaming("--port", "192.0.2.1");
    }

    @Test
    void aDataDirectoryThatIsAFileIsNamed() throws Exception {
        Path file = Files.createFile(data.resolve("file"));
        assertThat(runOnFreePorts("--data=" + file)).isEqualTo(2);
        assertOneLineNaming("--data", file.toString());
    }

    @Test
    void aUserDatabaseThatCannotBeOpenedIsNamed() throws Exception {
        Files.writeString(data.resolve("users.mv.db"), "Jabberwocky");
        assertThat(runOnFreePorts()).isEqualTo(2);
        assertOneLineNaming("--data", data.toString());
    }

    @Test
    void filesThatHoldNoCertificateOrKeyAreNamed() throws Exception {
        LocalCertificate.in(data, Clock.systemUTC());
        Path certificate = data.resolve("localhost.crt");
        Path key = data.resolve("localhost.key");
        Path text = Files.writeString(data.resolve("text.pem"), "The Walrus and the Carpenter");
        Path missing = data.resolve("missing.pem");

        for (Path wrong : List.of(text, missing, key)) {
            assertThat(runOnFreePorts("--tls-cert=" + wrong, "--tls-key=" + key))
                    .isEqualTo(2);
            assertOneLineNaming("--tls-cert", wrong.toString());
            err.getBuffer().setLength(0);
        }
        for (Path wrong : List.of(text, missing, certificate)) {
            assertThat(runOnFreePorts("--tls-cert=" + certificate, "--tls-key=" + wrong))
                    .isEqualTo(2);
            assertOneLineNaming("--tls-key", wrong.toString());
            err.getBuffer().setLength(0);
        }
    }

    @Test
    void anOwnCertificateServesAndNoneIsMade(@TempDir Path own) throws Exception {
        LocalCertificate.in(own, Clock.systemUTC());
        int[] ports = TestDemo.freePorts();
        DemoSettings settings = new DemoSettings(
                "127.0.0.1",
                ports[0],
                ports[1],
                data,
                new MemoryPlace(),
                false,
                null,
                Duration.ofMinutes(30),
                Duration.ofHours(12),
                own.resolve("localhost.crt"),
                own.resolve("localhost.key"));
        try (TestDemo demo = TestDemo.start(settings)) {
            assertThat(demo.visitor().get("/").status()).isEqualTo(200);
            assertThat(data.resolve("localhost.crt")).doesNotExist();
        }
    }

    @Test
    void helpExplainsEveryFlag() {
        CommandLine command = Demo.commandLine();

        assertThat(run("--help")).isZero();

        assertThat(command.getCommandSpec().options()).hasSize(15).allSatisfy(option -> {
            assertThat(out.toString()).contains(option.longestName());
            assertThat(option.description()).isNotEmpty();
        });
        assertThat(err.toString()).isEmpty();
    }
}
