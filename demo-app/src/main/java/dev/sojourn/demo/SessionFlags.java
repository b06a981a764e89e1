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
            description =
                    "Where sessions are kept: " + SessionPlace.CHOICES + ". Default: ${DEFAULT-VALUE}. hazelcast makes"
                            + " this process a member of a cluster, which demos on this machine find at 127.0.0.1, ports 5701 to"
                            + " 5703; each entry has a backup on another member, and all is forgotten when the last one ends.")
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
            description =
                    "Keeps what was read from Redis in memory as well, for a second at most without its word; what was read"
                            + " from Hazelcast for half a second, since a word of its may get lost.")
    private boolean nearCache;

    @Option(
            names = "--move-to",
            paramLabel = "PLACE",
            description =
                    "Moves sessions there from where --sessions says, and keeps everybody signed in. Run first with"
                            + " --move preparing, then with --move moving; after a lifetime --sessions may name the new place.")
    private @Nullable String moveTo;

    @Option(
            names = "--move",
            paramLabel = "PHASE",
            description =
                    "preparing: reads both places, writes the old one. moving: a session moves when it is next used.")
    private Move.@Nullable Phase phase;

    boolean nearCache() {
        return nearCache;
    }

    /**
     * Null where nothing moves.
     *
     * @throws UsageException when the flags do not go together
     */
    @Nullable
    Move move() {
        if (moveTo == null && phase == null) {
            return null;
        }
        if (moveTo == null || phase == null) {
            throw new UsageException("--move-to and --move go together; only one was given");
        }
        if (nearCache) {
            throw new UsageException("--near-cache must wait until --move-to is over");
        }
        SessionPlace old = place();
        SessionPlace next =
                SessionPlace.parse("--move-to", moveTo, new DatabaseLogin(databaseUser, databasePasswordFile));
        if (!(old instanceof ServerPlace) || !(next instanceof ServerPlace server)) {
            throw new UsageException("--move-to: sessions in a cookie do not move; name a store on either side");
        }
        if (next.equals(old)) {
            throw new UsageException("--move-to names the same place as --sessions");
        }
        return new Move(server, phase);
    }

    /** @throws UsageException when a value is wrong, or they do not go together */
    SessionPlace place() {
        DatabaseLogin login = new DatabaseLogin(databaseUser, databasePasswordFile);
        SessionPlace place = SessionPlace.parse("--sessions", sessions, login);
        boolean database = place instanceof DatabasePlace || moveTo != null && moveTo.startsWith("jdbc:");
        if (!login.equals(DatabaseLogin.NONE) && !database) {
            throw new UsageException("--db-user and --db-password-file are for sessions in a database at jdbc:…");
        }
        if (nearCache && !(place instanceof ServerPlace)) {
            throw new UsageException("--near-cache is for sessions on a server; those in cookies are nearer still");
        }
        return place;
    }
}
