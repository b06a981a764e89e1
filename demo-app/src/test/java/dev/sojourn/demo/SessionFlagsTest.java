package dev.sojourn.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong place for sessions, or one that is not there: one line that says which flag and why, and no password. */
class SessionFlagsTest {

    private static final String SECRET = "mock-turtle";

    @TempDir
    Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private String complaint(String... flags) throws Exception {
        int[] ports = TestDemo.freePorts();
        List<String> all = new ArrayList<>(List.of(flags));
        all.addAll(List.of("--port=" + ports[0], "--http-port=" + ports[1], "--data=" + data));
        int status = Demo.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(new String[0]));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).startsWith("demo: ").doesNotContain(SECRET);
        return err.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--sessions=redis | --sessions takes",
                "--sessions=jdbc | --sessions takes",
                "--sessions=http://user:mock-turtle@host | --sessions takes",
                "--db-user=sa | jdbc:",
                "--db-password-file=some | jdbc:",
                "--move-to=memory | --move-to and --move go together",
                "--sessions=file --move-to=file --move=moving | same place",
                "--sessions=cookie --move-to=memory --move=moving | in a cookie do not move",
                "--sessions=memory --move-to=file --move=moving --near-cache | must wait",
                "--sessions=memory --near-cache | --near-cache does not go with",
                "--sessions=cookie --near-cache | --near-cache is for sessions on a server",
                "--sessions=redis:rubbish | --sessions takes redis://",
                "--sessions=memcached | --sessions takes",
                "--sessions=memcached:rubbish | --sessions takes memcached://",
                "--sessions=memcached:// | --sessions takes memcached://",
                "--sessions=memcached://host | --sessions takes memcached://",
                "--sessions=memcached://host:0 | --sessions takes memcached://",
                "--sessions=memcached://host:11211, | --sessions takes memcached://",
                "--sessions=memcached://one:11211,two:70000 | --sessions takes memcached://",
                "--sessions=memcached://user:mock-turtle@host:11211 | --sessions takes memcached://",
                "--sessions=hazelcast:// | --sessions takes",
                "--sessions=rediss://user:mock-turtle@:port | --sessions takes redis://"
            })
    void isNamed(String flags, String words) throws Exception {
        assertThat(complaint(flags.split(" "))).contains(words);
    }

    @Test
    void aDatabaseWithoutADriverIsNamed() throws Exception {
        assertThat(complaint("--sessions=jdbc:nosuch://host/shop?password=" + SECRET))
                .contains("--sessions", "jdbc:nosuch://host/shop", "no driver");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNamed() throws Exception {
        int nobody = TestDemo.freePorts()[0];
        Path password = Files.writeString(data.resolve("password"), SECRET);

        assertThat(complaint(
                        "--sessions=jdbc:postgresql://127.0.0.1:" + nobody + "/shop",
                        "--db-user=alice",
                        "--db-password-file=" + password))
                .contains("--sessions", "" + nobody, "refused");
    }

    @Test
    void aRedisThatDoesNotAnswerIsNamed() throws Exception {
        int nobody = TestDemo.freePorts()[0];

        assertThat(complaint("--sessions=redis://user:" + SECRET + "@127.0.0.1:" + nobody))
                .contains("--sessions", "redis://…@127.0.0.1:" + nobody, "refused");
    }

    @Test
    void aMemcachedThatDoesNotAnswerIsNamed() throws Exception {
        int nobody = TestDemo.freePorts()[0];

        assertThat(complaint("--sessions=memcached://127.0.0.1:" + nobody))
                .contains("--sessions", "Memcached at 127.0.0.1:" + nobody);
    }

    @Test
    void aPasswordFileThatIsMissingOrEmptyIsNamed() throws Exception {
        Path empty = Files.createFile(data.resolve("empty"));
        for (Path file : List.of(empty, data.resolve("missing"))) {
            err.getBuffer().setLength(0);
            assertThat(complaint("--sessions=jdbc:h2:mem:shop", "--db-password-file=" + file))
                    .contains("--db-password-file", file.toString());
        }
    }
}
