package dev.sojourn.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Fills stores with ten times as many sessions step by step and prints how each does. */
@Command(
        name = "scale",
        description =
                "Fills each store with 1,000 sessions, then with ten times as many, and so on, and measures at every step:"
                        + " median time of find, save and create; bytes per session; time to clean up when one session in"
                        + " a hundred has expired, and when none has. Writes scale.txt, scale.csv and scale.svg.",
        sortOptions = false,
        usageHelpAutoWidth = true)
final class ScaleCommand implements Callable<Integer> {

    private static final int TENFOLD = 10;

    /** Set by the script, for Java does not tell. */
    private static final String TERMINAL = "sojourn.terminal";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--stores",
            split = ",",
            paramLabel = "STORE[:N]",
            required = true,
            description = "Which stores, separated by commas: " + Benchmarks.STORES + ". A number after a colon is"
                    + " where this one stops, as in file:1e6.")
    private List<String> stores = List.of();

    @Option(
            names = "--to",
            paramLabel = "N",
            defaultValue = "1e5",
            description = "How many sessions at the last step, 1e3 to 1e9. Default: ${DEFAULT-VALUE}.")
    private String to = "";

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "200",
            description = "Size of each session's attributes. Default: ${DEFAULT-VALUE}.")
    private int size;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            defaultValue = "benchmarks/target",
            description = "Where the results are written. Default: ${DEFAULT-VALUE}.")
    private Path results = Path.of("");

    @Option(
            names = "--scratch",
            paramLabel = "DIR",
            description = "Where stores put their files while they are measured; removed afterwards."
                    + " Default: the system's directory for temporary files.")
    private @Nullable Path scratch;

    @Option(names = "--quick", description = "Measures for a moment only, to see whether everything runs.")
    private boolean quick;

    @Override
    public Integer call() throws IOException {
        List<Wanted> wanted = stores.stream().map(this::wanted).toList();
        requireSize();
        Files.createDirectories(results);
        PrintWriter out = commandSpec().commandLine().getOut();
        Progress progress = new Progress(out, Boolean.getBoolean(TERMINAL));
        List<ScaleResult> all = new ArrayList<>();
        for (Wanted each : wanted) {
            measure(each, all, progress);
        }
        out.println();
        out.print(ScaleResult.table(all).text());
        out.println();
        out.println("Written to " + results + ": scale.txt, scale.csv, scale.svg");
        out.flush();
        return 0;
    }

    /** A store and where it stops. */
    private record Wanted(Subject subject, long most) {}

    private void measure(Wanted wanted, List<ScaleResult> all, Progress progress) throws IOException {
        Path directory = scratch == null
                ? Files.createTempDirectory("sojourn-scale")
                : Files.createTempDirectory(Files.createDirectories(scratch), "sojourn-scale");
        progress.tell(String.format("%s: up to %,d sessions of %,d bytes", wanted.subject, wanted.most, size));
        try (BenchmarkedStore place = wanted.subject.open(directory)) {
            ScaleRun run = new ScaleRun(
                    wanted.subject,
                    place,
                    new SampleSessions(size),
                    quick ? Sampling.QUICK : Sampling.USUAL,
                    progress,
                    Clock.systemUTC().instant());
            for (long sessions = ScaleRun.FEWEST; sessions <= wanted.most; sessions *= TENFOLD) {
                all.add(run.at(sessions));
                write(all);
            }
        } finally {
            DiskSpace.remove(directory);
        }
    }

    /** After every step, so that a run that is stopped leaves what it has seen. */
    private void write(List<ScaleResult> all) {
        try {
            Table table = ScaleResult.table(all);
            Files.writeString(results.resolve("scale.txt"), table.text());
            Files.writeString(results.resolve("scale.csv"), table.csv());
            Files.writeString(results.resolve("scale.svg"), ScalePlot.svg(all));
        } catch (IOException failure) {
            throw new UncheckedIOException("--results: cannot write to " + results, failure);
        }
    }

    private Wanted wanted(String given) {
        int colon = Subject.endOfName(given);
        Subject subject = Benchmarks.store(commandSpec(), colon < 0 ? given : given.substring(0, colon));
        return new Wanted(subject, colon < 0 ? count("--to", to) : count("--stores", given.substring(colon + 1)));
    }

    /** A number of sessions as people write it: 1000000 or 1e6. */
    private long count(String flag, String given) {
        try {
            double number = Double.parseDouble(given);
            if (number >= ScaleRun.FEWEST && number <= 1e9) {
                return (long) number;
            }
        } catch (NumberFormatException notANumber) {
            throw new ParameterException(
                    commandSpec().commandLine(), flag + " takes a number such as 1e6, given " + given, notANumber);
        }
        throw new ParameterException(
                commandSpec().commandLine(), flag + " must be 1e3 to 1e9 sessions, given " + given);
    }

    private void requireSize() {
        if (size < 1 || size > Benchmarks.LARGEST) {
            throw new ParameterException(
                    commandSpec().commandLine(), "--size must be 1 to " + Benchmarks.LARGEST + " bytes, given " + size);
        }
    }

    private CommandSpec commandSpec() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec before it calls");
        }
        return spec;
    }
}
