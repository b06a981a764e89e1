package dev.sojourn.demo;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command: reads the flags, serves until it is stopped. Exit status 0, or 2 for a wrong flag or value. */
@Command(
        name = "demo",
        description = "A small web shop front that shows Sojourn: sessions and sign-in over HTTPS.",
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class Demo implements Callable<Integer> {

    private static final int WRONG_USE = 2;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--port",
            defaultValue = "8443",
            paramLabel = "PORT",
            description = "Port for HTTPS. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--http-port",
            defaultValue = "8080",
            paramLabel = "PORT",
            description = "Port for plain HTTP, which redirects pages to HTTPS and refuses everything else."
                    + " Default: ${DEFAULT-VALUE}.")
    private int httpPort;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description = "Address to listen on. The first account is public, so think before you open it to others."
                    + " Default: ${DEFAULT-VALUE}.")
    private String host = "";

    @Option(
            names = "--data",
            defaultValue = "data",
            paramLabel = "DIR",
            description = "Directory for users, keys, sessions and certificate. Default: ./${DEFAULT-VALUE}.")
    private Path data = Path.of("");

    @Mixin
    private final SessionFlags sessions = new SessionFlags();

    @Option(
            names = "--idle",
            defaultValue = "PT30M",
            paramLabel = "DURATION",
            description = "How long a session lives without use (ISO-8601). Default: ${DEFAULT-VALUE}.")
    private Duration idle = Duration.ZERO;

    @Option(
            names = "--lifetime",
            defaultValue = "PT12H",
            paramLabel = "DURATION",
            description = "How long a session lives in all, from sign-in (ISO-8601). Default: ${DEFAULT-VALUE}.")
    private Duration lifetime = Duration.ZERO;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Certificate chain in PEM form. Without it one for localhost is made and kept.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key, PEM, PKCS#8 without a password.")
    private @Nullable Path key;

    @SuppressWarnings("UnusedVariable") // picocli reads it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Says what you are reading.")
    private boolean help;

    private Demo() {}

    /** Runs the command and ends the process with its status. */
    public static void main(String[] arguments) {
        int status = commandLine().execute(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Demo())
                .setCaseInsensitiveEnumValuesAllowed(false)
                .setParameterExceptionHandler(
                        (wrong, given) -> complain(wrong.getCommandLine().getErr(), String.valueOf(wrong.getMessage())))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof UsageException) {
                        return complain(command.getErr(), String.valueOf(failure.getMessage()));
                    }
                    throw failure;
                });
    }

    private static int complain(PrintWriter err, String message) {
        err.println("demo: " + message.lines().findFirst().orElse("") + " (--help explains the flags)");
        err.flush();
        return WRONG_USE;
    }

    @Override
    public Integer call() throws InterruptedException {
        DemoSettings settings = settings();
        DemoServer server = DemoServer.start(settings, Clock.systemUTC());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.close();
                            stopped.countDown();
                        },
                        "stop"));
        PrintWriter out = spec().commandLine().getOut();
        out.println("Sojourn demo ready at https://localhost:" + settings.port());
        out.flush();
        stopped.await();
        return 0;
    }

    private DemoSettings settings() {
        checkPort("--port", port);
        checkPort("--http-port", httpPort);
        if (port == httpPort) {
            throw new UsageException("--port and --http-port must differ, both are " + port);
        }
        if ((certificate == null) != (key == null)) {
            throw new UsageException("--tls-cert and --tls-key go together; only one was given");
        }
        return new DemoSettings(
                host,
                port,
                httpPort,
                data,
                sessions.place(),
                sessions.nearCache(),
                sessions.move(),
                idle,
                lifetime,
                certificate,
                key);
    }

    private static void checkPort(String flag, int given) {
        if (given < 1 || given > 65_535) {
            throw new UsageException(flag + " must be 1 to 65535, given " + given);
        }
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec before it calls");
        }
        return spec;
    }
}
