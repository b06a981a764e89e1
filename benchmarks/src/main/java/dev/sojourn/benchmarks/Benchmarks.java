package dev.sojourn.benchmarks;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The command. Exit status 0, 2 for a wrong flag or value, 1 when a store failed. */
@Command(
        name = "benchmarks/run",
        description =
                "Measures session stores. Servers that a store needs are started on this machine and stopped again.",
        subcommands = {StoresCommand.class, ScaleCommand.class, CommandLine.HelpCommand.class},
        synopsisSubcommandLabel = "stores|scale|help",
        usageHelpAutoWidth = true)
public final class Benchmarks {

    /** Their names for the help, which wants a constant; a test holds it against {@link Subject#names}. */
    static final String STORES =
            "memory, file, h2, sqlite, postgresql, redis, memcached, caffeine, hazelcast, memcached://HOST:PORT";

    /** The largest session that is measured, in bytes. */
    static final int LARGEST = 10_000_000;

    private static final int WRONG_USE = 2;

    private Benchmarks() {}

    /** Runs the command and ends the process with its status: clients of stores may leave threads behind. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Benchmarks()).setParameterExceptionHandler((wrong, given) -> {
            PrintWriter err = wrong.getCommandLine().getErr();
            String message = String.valueOf(wrong.getMessage());
            err.println("benchmarks: " + message.lines().findFirst().orElse("") + " (help explains the flags)");
            err.flush();
            return WRONG_USE;
        });
    }

    /** The store of a name that was given on the command line. */
    static Subject store(CommandSpec spec, String given) {
        return Subject.named(given)
                .orElseThrow(() ->
                        new ParameterException(spec.commandLine(), "--stores knows " + STORES + "; given " + given));
    }
}
