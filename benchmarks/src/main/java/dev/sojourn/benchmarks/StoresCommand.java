package dev.sojourn.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the verbs of stores with JMH and prints them side by side. */
@Command(
        name = "stores",
        description =
                "Measures find, save and create of each store with JMH, by threads and size of the session, and prints"
                        + " them side by side with the ratio to the first store. Writes overview.txt, stores.txt and"
                        + " stores.csv.",
        sortOptions = false,
        usageHelpAutoWidth = true)
final class StoresCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--stores",
            split = ",",
            paramLabel = "STORE",
            required = true,
            description = "Which stores, separated by commas; the others are compared with the first: "
                    + Benchmarks.STORES + ".")
    private List<String> stores = List.of();

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,16",
            description = "How many threads at once. Default: ${DEFAULT-VALUE}.")
    private List<Integer> threads = List.of();

    @Option(
            names = "--sizes",
            split = ",",
            paramLabel = "BYTES",
            defaultValue = "200,2000,20000",
            description = "Sizes of a session's attributes. Default: ${DEFAULT-VALUE}.")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "How often each is measured, after two thirds as often to warm up. Default: ${DEFAULT-VALUE}.")
    private int iterations;

    @Option(
            names = "--millis",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How long each time. Default: ${DEFAULT-VALUE}.")
    private int millis;

    @Option(
            names = "--forks",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Virtual machines of their own for each measurement; 0 measures in this one, for a quick look."
                            + " Default: ${DEFAULT-VALUE}.")
    private int forks;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            defaultValue = "benchmarks/target",
            description = "Where the results are written. Default: ${DEFAULT-VALUE}.")
    private Path results = Path.of("");

    @Override
    public Integer call() throws IOException, RunnerException {
        stores.forEach(name -> Benchmarks.store(commandSpec(), name));
        require("--threads", threads, 1, 1_024);
        require("--sizes", sizes, 1, Benchmarks.LARGEST);
        require("--iterations", List.of(iterations), 1, 1_000);
        require("--millis", List.of(millis), 1, 600_000);
        require("--forks", List.of(forks), 0, 100);
        Files.createDirectories(results);
        List<RunResult> all = new ArrayList<>();
        for (int count : threads) {
            all.addAll(run(count));
        }
        Table table = StoresReport.table(stores.get(0), all);
        Files.writeString(results.resolve("stores.txt"), table.text());
        Files.writeString(results.resolve("stores.csv"), table.csv());
        String overview = StoresReport.overview(stores.get(0), all).text();
        Files.writeString(results.resolve("overview.txt"), overview);
        PrintWriter out = commandSpec().commandLine().getOut();
        out.println();
        out.print(overview);
        out.println();
        out.println("Microseconds of a call, in brackets how many times " + stores.get(0)
                + ". With errors: stores.txt and stores.csv, written to " + results + " with overview.txt");
        out.flush();
        return 0;
    }

    /** JMH says itself how far it has come and how long the rest will take. */
    private Collection<RunResult> run(int threadCount) throws RunnerException {
        Options options = new OptionsBuilder()
                .include(StoreBenchmark.class.getName() + "\\..*")
                .param("store", stores.toArray(new String[0]))
                .param("size", sizes.stream().map(String::valueOf).toArray(String[]::new))
                .threads(threadCount)
                .forks(forks)
                .warmupIterations((2 * iterations + 2) / 3)
                .warmupTime(TimeValue.milliseconds(millis))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.milliseconds(millis))
                .shouldFailOnError(true)
                .build();
        return new Runner(options).run();
    }

    private void require(String flag, List<Integer> given, int least, int most) {
        for (int number : given) {
            if (number < least || number > most) {
                throw new ParameterException(
                        commandSpec().commandLine(), flag + " must be " + least + " to " + most + ", given " + number);
            }
        }
    }

    private CommandSpec commandSpec() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec before it calls");
        }
        return spec;
    }
}
