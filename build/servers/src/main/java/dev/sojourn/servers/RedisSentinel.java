package dev.sojourn.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Redis with a replica, and one Sentinel that watches them under the name {@code shop}, all on 127.0.0.1. For one thread; close it.
 */
public final class RedisSentinel implements AutoCloseable {

    private final RedisServer primary;
    private final RedisServer replica;
    private final int port;
    private final Path home;
    private final ServerProcess sentinel;

    private RedisSentinel(RedisServer primary, RedisServer replica) throws IOException {
        this.primary = primary;
        this.replica = replica;
        this.port = LocalPort.free();
        this.home = Files.createTempDirectory("sojourn-redis-sentinel");
        Path settings = home.resolve("sentinel.conf");
        Files.write(
                settings,
                List.of(
                        "port " + port,
                        "bind 127.0.0.1",
                        "dir " + home,
                        "sentinel monitor shop 127.0.0.1 " + primary.port() + " 1",
                        "sentinel down-after-milliseconds shop 1000",
                        "sentinel failover-timeout shop 5000"));
        Process started = new ProcessBuilder(RedisServer.binary(home).toString(), settings.toString(), "--sentinel")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("sentinel.log").toFile())
                .start();
        this.sentinel = ServerProcess.of(started.pid());
    }

    /** Starts all three on free ports; returns when Sentinel knows of the replica. */
    public static RedisSentinel start() throws IOException {
        List<RedisServer> servers = new ArrayList<>();
        try {
            RedisServer primary = RedisServer.start();
            servers.add(primary);
            RedisServer replica = RedisServer.start(
                    "--replicaof", "127.0.0.1", Integer.toString(primary.port()), "--repl-diskless-sync-delay", "0");
            servers.add(replica);
            return watching(primary, replica);
        } catch (IOException | RuntimeException failure) {
            servers.forEach(RedisServer::close);
            throw failure;
        }
    }

    private static RedisSentinel watching(RedisServer primary, RedisServer replica) throws IOException {
        RedisSentinel all = new RedisSentinel(primary, replica);
        try {
            Patience.await("Sentinel does not hear of the replica", all::replicaKnown);
            return all;
        } catch (IOException failure) {
            all.sentinel.kill();
            throw failure;
        }
    }

    /** Its address as clients are given it. */
    public String uri() {
        return "redis-sentinel://127.0.0.1:" + port + "#shop";
    }

    /** Waits until the replica holds as many keys as the primary, kills the primary, and returns when the replica has taken over. */
    public void failOver() throws IOException {
        Patience.await("the replica lags behind", () -> replica.ask("DBSIZE", 4).equals(primary.ask("DBSIZE", 4)));
        primary.kill();
        Patience.await(
                "the replica has not taken over", () -> replica.ask("ROLE", 14).contains("master"));
    }

    /** Stops all three and removes their data. */
    @Override
    public void close() {
        sentinel.kill();
        primary.close();
        replica.close();
        RedisServer.remove(home);
    }

    private boolean replicaKnown() throws IOException {
        return LocalPort.ask(port, "SENTINEL replicas shop", 2).equals("*1");
    }
}
