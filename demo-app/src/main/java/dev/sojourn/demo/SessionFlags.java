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
            description = "Where sessions are kept: " + SessionPlace.CHOICES + ". Default: ${DEFAULT-VALUE}."
                    + " hazelcast is a member of a cluster on this machine: demos that run at the same time share it.")
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
            description = "Keeps copies of redis or hazelcast sessions in this process, at most a second behind.")
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

    /** @throws UsageException when a value is wrong, or they do not go together */
    Keeping keeping() {
        DatabaseLogin login = new DatabaseLogin(databaseUser, databasePasswordFile);
        SessionPlace place = SessionPlace.parse("--sessions", sessions, login);
        Move move = move(place, login);
        if (!login.equals(DatabaseLogin.NONE) && !isDatabase(place) && (move == null || !isDatabase(move.to()))) {
            throw new UsageException("--db-user and --db-password-file are for sessions in a database at jdbc:…");
        }
        if (nearCache && move != null) {
            throw new UsageException("--near-cache must wait until --move-to is over: copies could outlive a move");
        }
        if (nearCache && true) {
            throw new UsageException(
                    "--near-cache keeps copies that the store must call back when another node writes; only"
                            + " redis, rediss and hazelcast do, --sessions says "
                            + SessionPlace.withoutPassword(sessions));
        }
        return new Keeping(place, nearCache, move);
    }

    private @Nullable Move move(SessionPlace from, DatabaseLogin login) {
        if (moveTo == null && phase == null) {
            return null;
        }
        if (moveTo == null || phase == null) {
            throw new UsageException("--move-to and --move go together; only one was given");
        }
        SessionPlace to = SessionPlace.parse("--move-to", moveTo, login);
        if (!(to instanceof ServerPlace server) || !(from instanceof ServerPlace)) {
            throw new UsageException("--move-to: sessions in a cookie do not move; name a store on either side");
        }
        if (to.equals(from)) {
            throw new UsageException("--move-to names the same place as --sessions");
        }
        return new Move(server, phase);
    }

    private static boolean isDatabase(SessionPlace place) {
        return place instanceof DatabasePlace;
    }
}
