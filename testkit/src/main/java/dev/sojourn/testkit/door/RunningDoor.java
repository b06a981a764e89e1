package dev.sojourn.testkit.door;

import java.io.IOException;

/** A server that is listening, with the door under exam before the reference application. */
public interface RunningDoor extends AutoCloseable {

    /** The TCP port on 127.0.0.1. */
    int port();

    /** Stops the server. */
    @Override
    void close() throws IOException;
}
