package dev.sojourn.benchmarks;

import dev.sojourn.servers.MemcachedServer;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.store.memcached.MemcachedStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The store on a Memcached; its bytes are the growth of what the server counts as stored, which is without its hash table and
 * the unused ends of its slabs.
 */
final class MemcachedPlace implements BenchmarkedStore {

    /** Ten million small sessions evict nobody; memory is taken as it is needed. */
    private static final String MEGABYTES = "8192";

    private static final int LARGEST_ITEM = (3 << 20) - 1024;
    private static final String BYTES = "STAT bytes ";

    private final String address;
    private final MemcachedStore store;
    private final long before;
    private final AutoCloseable server;

    private MemcachedPlace(String address, AutoCloseable server) {
        this.address = address;
        this.server = server;
        // A prefix of its own, since nobody can list and remove what an earlier run has left.
        this.store = MemcachedStore.builder(address)
                .prefix("benchmark:" + UUID.randomUUID() + ":")
                .maxItemBytes(LARGEST_ITEM)
                .build();
        this.before = stored();
    }

    /** On a server that is started here. */
    static BenchmarkedStore start() {
        if (!MemcachedServer.installed()) {
            throw new IllegalStateException(
                    "no Memcached is installed here; install it, or give the address of one: memcached://host:port");
        }
        try {
            MemcachedServer server = MemcachedServer.start("-m", MEGABYTES);
            return new MemcachedPlace(server.address(), server);
        } catch (IOException failure) {
            throw new UncheckedIOException("Memcached does not start", failure);
        }
    }

    /** On the running server at host and port, which keeps what was measured until it expires or is evicted. */
    static BenchmarkedStore at(String address) {
        return new MemcachedPlace(address, () -> {});
    }

    @Override
    public SessionStore store() {
        return store;
    }

    @Override
    public OptionalLong bytes() {
        return OptionalLong.of(stored() - before);
    }

    private long stored() {
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))) {
            socket.getOutputStream().write("stats\r\nquit\r\n".getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .lines()
                    .filter(line -> line.startsWith(BYTES))
                    .mapToLong(line -> Long.parseLong(line.substring(BYTES.length())))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("Memcached at " + address + " does not say its size"));
        } catch (IOException failure) {
            throw new UncheckedIOException("Memcached at " + address + " does not answer", failure);
        }
    }

    @Override
    public void close() {
        store.close();
        Closing.of(server);
    }
}
