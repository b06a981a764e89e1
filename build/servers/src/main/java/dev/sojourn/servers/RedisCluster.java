package dev.sojourn.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Redis Cluster of the test's own on 127.0.0.1: three primaries with a third of the slots each, and a replica for each of them.
 * For one thread; close it.
 */
public final class RedisCluster implements AutoCloseable {

    private static final int PRIMARIES = 3;
    private static final int SLOTS = 16_384;
    private static final int BUS = 10_000; // a node talks to its peers on its port and this
    private static final int ANSWER_BYTES = 24;

    private final boolean tls;
    private final List<String> settings;
    private final List<RedisServer> nodes = new ArrayList<>();
    private List<Integer> ports = List.of(); // for clients and peers, of each node

    private RedisCluster(boolean tls, List<String> settings) {
        this.tls = tls;
        this.settings = settings;
    }

    /**
     * Starts one on free ports, without data; returns when every slot is served and every replica follows its primary.
     *
     * @param settings further arguments of each node's command line
     */
    public static RedisCluster start(String... settings) throws IOException {
        return launched(new RedisCluster(false, List.of(settings)));
    }

    /** Like {@link #start}, where clients, peers and replicas speak TLS; the certificate, its own authority, is for 127.0.0.1. */
    public static RedisCluster startTls(Path certificate, Path key) throws IOException {
        List<String> settings = new ArrayList<>(List.of("--tls-cluster", "yes", "--tls-replication", "yes"));
        settings.addAll(List.of("--tls-cert-file", certificate.toString(), "--tls-key-file", key.toString()));
        settings.addAll(List.of("--tls-ca-cert-file", certificate.toString(), "--tls-auth-clients", "no"));
        return launched(new RedisCluster(true, settings));
    }

    private static RedisCluster launched(RedisCluster cluster) throws IOException {
        try {
            cluster.launch();
            return cluster;
        } catch (IOException | RuntimeException failure) {
            cluster.close();
            throw failure;
        }
    }

    /** Its address as clients are given it: all primaries. */
    public String uri() {
        return uri(ports.subList(0, PRIMARIES));
    }

    /** Its address that names one node only. */
    public String uriOf(int node) {
        return uri(List.of(ports.get(node)));
    }

    private String uri(List<Integer> named) {
        return named.stream()
                .map(port -> "127.0.0.1:" + port)
                .collect(Collectors.joining(",", tls ? "rediss-cluster://" : "redis-cluster://", ""));
    }

    /** Its nodes: the primaries it began with, then their replicas in the same order. */
    public List<RedisServer> nodes() {
        return List.copyOf(nodes);
    }

    /** Kills the first primary and returns when its replica has taken over. */
    public void failOver() throws IOException {
        nodes.get(0).kill();
        Patience.await(
                "the replica has not taken over",
                () -> role(nodes.get(PRIMARIES)).equals("master"));
        Patience.await("the slots are not served again", () -> served(nodes.get(1)) && served(nodes.get(PRIMARIES)));
    }

    /** Stops all nodes and removes their data. */
    @Override
    public void close() {
        nodes.forEach(RedisServer::close);
    }

    /** Each node is told beforehand who the others are, so that they need not be introduced one by one. */
    private void launch() throws IOException {
        Set<Integer> distinct = new TreeSet<>();
        while (distinct.size() < 4 * PRIMARIES) {
            distinct.add(port());
        }
        List<Integer> free = List.copyOf(distinct);
        ports = free.subList(0, 2 * PRIMARIES);
        for (int i = 0; i < ports.size(); i++) {
            Path home = Files.createTempDirectory("sojourn-redis-cluster");
            Files.writeString(home.resolve("nodes.conf"), nodesAsSeenBy(i, ports));
            List<String> all =
                    new ArrayList<>(List.of("--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf"));
            all.addAll(List.of("--cluster-node-timeout", "2000"));
            if (tls) {
                all.addAll(List.of("--tls-port", Integer.toString(ports.get(i))));
            }
            all.addAll(settings);
            int port = tls ? free.get(2 * PRIMARIES + i) : ports.get(i); // with TLS, for what the test itself asks
            nodes.add(new RedisServer(RedisServer.binary(home), home, port, all));
        }
        for (RedisServer node : nodes) {
            Patience.await("the cluster does not come up", () -> served(node));
        }
        for (RedisServer replica : nodes.subList(PRIMARIES, nodes.size())) {
            Patience.await(
                    "a replica does not know its primary", () -> role(replica).equals("slave"));
            replica.awaitFollowing();
        }
    }

    private static String nodesAsSeenBy(int self, List<Integer> ports) {
        return IntStream.range(0, ports.size())
                        .mapToObj(node -> line(node, node == self, ports.get(node)))
                        .collect(Collectors.joining())
                + "vars currentEpoch " + PRIMARIES + " lastVoteEpoch 0\n";
    }

    private static String line(int node, boolean self, int port) {
        boolean primary = node < PRIMARIES;
        int first = node * SLOTS / PRIMARIES;
        int last = (node + 1) * SLOTS / PRIMARIES - 1;
        return id(node) + " 127.0.0.1:" + port + "@" + (port + BUS) + " " + (self ? "myself," : "")
                + (primary ? "master -" : "slave " + id(node - PRIMARIES)) + " 0 0 " + (node % PRIMARIES + 1)
                + " connected"
                + (primary ? " " + first + "-" + last : "") + "\n";
    }

    private static String id(int node) {
        return HexFormat.of().toHexDigits((byte) (node + 1)).repeat(20);
    }

    private static boolean served(RedisServer node) throws IOException {
        return node.ask("CLUSTER INFO", ANSWER_BYTES + 4).contains("cluster_state:ok");
    }

    /** {@code master} or {@code slave}, as the answer to ROLE begins. */
    private static String role(RedisServer node) throws IOException {
        String answer = node.ask("ROLE", 14);
        return answer.contains("master") ? "master" : answer.contains("slave") ? "slave" : "";
    }

    private static int port() throws IOException {
        while (true) {
            int port = LocalPort.free();
            if (port + BUS > 65_535) {
                port -= 2 * BUS;
            }
            if (free(port) && free(port + BUS)) {
                return port;
            }
        }
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
