package dev.sojourn.faults;

import dev.sojourn.servers.RedisServer;
import java.io.IOException;

/** A Redis that acknowledges a write once it is on the disk. */
final class RedisPlace implements Place {

    private final RedisServer server;

    /** @param server is closed with this */
    RedisPlace(RedisServer server) {
        this.server = server;
    }

    static RedisPlace open() throws IOException {
        return new RedisPlace(RedisServer.startDurable());
    }

    @Override
    public String argument() {
        return server.uri();
    }

    @Override
    public void kill() {
        server.kill();
    }

    @Override
    public void restart() throws IOException {
        server.restart();
    }

    @Override
    public void close() {
        server.close();
    }
}
