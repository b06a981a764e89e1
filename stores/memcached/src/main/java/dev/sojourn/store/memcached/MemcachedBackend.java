package dev.sojourn.store.memcached;

import dev.sojourn.session.store.CompareAndSetBackend;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.token.StoreKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import net.rubyeye.xmemcached.GetsResponse;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.exception.MemcachedException;
import net.rubyeye.xmemcached.transcoders.Transcoder;
import net.rubyeye.xmemcached.utils.AddrUtil;
import org.jspecify.annotations.Nullable;

/** The servers as a backend that compares and sets: the number that {@code gets} gives is the mark. */
final class MemcachedBackend implements CompareAndSetBackend {

    /** Items stay a little longer than the record says, so that nodes whose clocks differ still find what is alive for them. */
    private static final long SLACK_SECONDS = 60;

    /** Numbers begin at 1; this stands where a server has none. */
    private static final long NO_NUMBER = 0;

    private final MemcachedClient client;
    private final Transcoder<byte[]> bytes = new Bytes();
    private final String prefix;
    private final long timeoutMillis;
    private final int maxItemBytes;

    private MemcachedBackend(MemcachedClient client, String prefix, long timeoutMillis, int maxItemBytes) {
        this.client = client;
        this.prefix = prefix;
        this.timeoutMillis = timeoutMillis;
        this.maxItemBytes = maxItemBytes;
    }

    static MemcachedBackend connect(String servers, String prefix, Duration timeout, int maxItemBytes) {
        XMemcachedClientBuilder builder = new XMemcachedClientBuilder(AddrUtil.getAddresses(servers.replace(',', ' ')));
        // The keys of a server that is down belong to it: given to another they would be back, and old, when it
        // returns.
        builder.setFailureMode(true);
        builder.setTranscoder(new Bytes());
        builder.setConnectTimeout(timeout.toMillis());
        builder.setOpTimeout(timeout.toMillis());
        try {
            MemcachedClient client = builder.build();
            // It would make one gets for several keys of parallel reads, which Infinispan's server answers without
            // the numbers. The client says at WARN that it is off.
            client.setOptimizeGet(false);
            return new MemcachedBackend(client, prefix, timeout.toMillis(), maxItemBytes);
        } catch (IOException failure) {
            throw new StoreException("the client for Memcached at " + servers + " cannot be started", failure);
        }
    }

    @Override
    public @Nullable Seen read(StoreKey key) {
        GetsResponse<byte[]> found = calling("read", () -> client.gets(name(key), timeoutMillis, bytes));
        if (found != null && found.getCas() == NO_NUMBER) {
            throw new StoreException("Memcached gave no number for an item, without which none can be changed;"
                    + " look whether the server is started with -C, or a proxy drops it");
        }
        return found == null ? null : new Seen(found.getValue(), found.getCas());
    }

    @Override
    public boolean add(StoreKey key, byte[] record, Instant expiresAt) {
        requireRoom(record);
        return calling("write", () -> client.add(name(key), seconds(expiresAt), record, bytes, timeoutMillis));
    }

    @Override
    public boolean replace(StoreKey key, Seen seen, byte[] record, Instant expiresAt) {
        requireRoom(record);
        long cas = (Long) seen.mark();
        return calling("write", () -> client.cas(name(key), seconds(expiresAt), record, bytes, timeoutMillis, cas));
    }

    @Override
    public void remove(StoreKey key) {
        calling("delete", () -> client.delete(name(key), timeoutMillis));
    }

    /** How many items each server has evicted since it was started; fails where one cannot be asked. */
    Map<InetSocketAddress, Long> evictions() {
        Map<InetSocketAddress, Long> evictions = new HashMap<>();
        calling("be asked for its statistics", client::getStats)
                .forEach((server, statistics) ->
                        evictions.put(server, Long.parseLong(statistics.getOrDefault("evictions", "0"))));
        return evictions;
    }

    @Override
    public void close() {
        try {
            client.shutdown();
        } catch (IOException failure) {
            throw new StoreException("the connections to Memcached could not be closed", failure);
        }
    }

    private String name(StoreKey key) {
        return prefix + key.hex();
    }

    /** As seconds since 1970, since Memcached reads more than 30 days as that in any case. */
    private static int seconds(Instant expiresAt) {
        return (int) Math.min(Integer.MAX_VALUE, expiresAt.getEpochSecond() + SLACK_SECONDS);
    }

    @Override
    public void requireRoom(byte[] record) {
        if (record.length > maxItemBytes) {
            throw new StoreException("the session is too large for Memcached: at most " + maxItemBytes
                    + " bytes with names and times, now " + record.length
                    + "; keep less in it, lower maxSize, or raise the servers' item size (-I) and maxItemBytes");
        }
    }

    /** A call to the client. */
    private interface Call<T extends @Nullable Object> {
        T run() throws TimeoutException, InterruptedException, MemcachedException;
    }

    private static <T extends @Nullable Object> T calling(String doing, Call<T> call) {
        try {
            return call.run();
        } catch (TimeoutException | MemcachedException failure) {
            throw new StoreException(
                    "Memcached failed to " + doing + "; look whether all servers are up and reachable: "
                            + failure.getMessage(),
                    failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while Memcached was to " + doing, stopped);
        }
    }
}
