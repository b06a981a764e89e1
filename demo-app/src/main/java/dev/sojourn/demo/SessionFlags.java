package dev.sojourn.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say where sessions are kept. Filled by picocli. */
final class SessionFlags {

    @Option(
            names = "--sessions",
            defaultValue = "file",
            paramLabel = "PLACE",
            description = "Where sessions are kept: " + SessionPlace.CHOICES + ". Default: ${DEFAULT-VALUE}.")
    private String sessions = "";

    @Option(names = "--db-user", paramLabel = "NAME", description = "Who the database at jdbc:… knows the demo as.")
    private @Nullable String databaseUser;

    @Option(
            names = "--db-password-file",
            paramLabel = "FILE",
            description = "File whose first line is that user's password.")
    private @Nullable Path databasePasswordFile;

    @Option(
            names = "--near-cache",
            description = "Keeps what was read from Redis in memory as well, for a second at most without its word.")
    private boolean nearCache;

    boolean nearCache() {
        return nearCache;
    }

    /** @throws UsageException when a value is wrong, or they do not go together */
    SessionPlace place() {
        DatabaseLogin login = new DatabaseLogin(databaseUser, databasePasswordFile);
        SessionPlace place = SessionPlace.parse("--sessions", sessions, login);
        if (!login.equals(DatabaseLogin.NONE) && !(place instanceof DatabasePlace)) {
            throw new UsageException("--db-user and --db-password-file are for sessions in a database at jdbc:…");
        }
        if (nearCache && !(place instanceof ServerPlace)) {
            throw new UsageException("--near-cache is for sessions on a server; those in cookies are nearer still");
        }
        return place;
    }
}
