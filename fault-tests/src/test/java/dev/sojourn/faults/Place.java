package dev.sojourn.faults;

import java.io.IOException;

/** Where the nodes of a scenario keep their sessions. */
interface Place extends AutoCloseable {

    /** What a node is started with, understood by {@link Stores#open}. */
    String argument();

    /** Kills the store with SIGKILL. */
    void kill();

    /** Starts the killed store again, on what it had acknowledged. */
    void restart() throws IOException;

    @Override
    void close() throws IOException;

    /** The places that are put to the test. */
    enum Kind {
        FILE,
        REDIS,
        POSTGRES;

        Place open() throws Exception {
            return switch (this) {
                case FILE -> FilePlace.open();
                case REDIS -> RedisPlace.open();
                case POSTGRES -> PostgresPlace.open();
            };
        }
    }
}
