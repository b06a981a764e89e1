package dev.sojourn.demo;

import dev.sojourn.store.memcached.MemcachedStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** On Memcached servers, in the same order for every demo that shares them. */
record MemcachedPlace(List<Server> servers) implements ServerPlace {

    private static final String SCHEME = "memcached://";
    private static final int LARGEST_PORT = 65_535;

    /** Where one of them listens. */
    record Server(String host, int port) {

        String address() {
            return host + ":" + port;
        }
    }

    static MemcachedPlace parse(String flag, String given) {
        List<Server> servers = new ArrayList<>();
        if (given.startsWith(SCHEME)) {
            for (String address : given.substring(SCHEME.length()).split(",", -1)) {
                int colon = address.lastIndexOf(':');
                int port = port(address.substring(colon + 1));
                if (colon < 1 || port < 1 || !isHost(address.substring(0, colon))) {
                    throw complaint(flag, given);
                }
                servers.add(new Server(address.substring(0, colon), port));
            }
        }
        if (servers.isEmpty()) {
            throw complaint(flag, given);
        }
        return new MemcachedPlace(List.copyOf(servers));
    }

    private static boolean isHost(String text) {
        return text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '.' || c == '-');
    }

    /** 0 where it is none. */
    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port <= LARGEST_PORT ? port : 0;
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    private static UsageException complaint(String flag, String given) {
        return new UsageException(flag + " takes memcached://host:port,host:port… with the port of every server; given "
                + SessionPlace.withoutPassword(given));
    }

    @Override
    public String words() {
        return "kept on Memcached";
    }

    @Override
    public String place() {
        return "A Memcached server";
    }

    @Override
    public String where() {
        return "Memcached at " + addresses();
    }

    private String addresses() {
        return String.join(",", servers.stream().map(Server::address).toList());
    }

    @Override
    public Shelf open(Path data, Duration lifetime, Clock clock) {
        return new MemcachedShelf(MemcachedStore.connect(addresses()), servers);
    }
}
