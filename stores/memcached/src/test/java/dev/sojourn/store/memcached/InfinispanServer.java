package dev.sojourn.store.memcached;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.server.memcached.MemcachedServer;
import org.infinispan.server.memcached.configuration.MemcachedServerConfigurationBuilder;

/** Infinispan's server of the Memcached protocol, in this process, on a free port of 127.0.0.1. Close it. */
final class InfinispanServer implements AutoCloseable {

    private static final String CACHE = "sessions";

    private final DefaultCacheManager caches;
    private final MemcachedServer server = new MemcachedServer();
    private final int port;

    private InfinispanServer(int port) {
        this.port = port;
        GlobalConfigurationBuilder global = new GlobalConfigurationBuilder();
        global.defaultCacheName(CACHE).jmx().enabled(false);
        ConfigurationBuilder cache = new ConfigurationBuilder();
        cache.encoding().key().mediaType("text/plain");
        cache.encoding().value().mediaType("application/octet-stream");
        caches = new DefaultCacheManager(global.build());
        caches.defineConfiguration(CACHE, cache.build());
        caches.getCache(CACHE); // the server takes a cache that is started only
        server.start(
                new MemcachedServerConfigurationBuilder()
                        .host("127.0.0.1")
                        .port(port)
                        .defaultCacheName(CACHE)
                        .build(),
                caches);
    }

    static InfinispanServer start() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        return new InfinispanServer(port);
    }

    /** Its address as clients are given it. */
    String address() {
        return "127.0.0.1:" + port;
    }

    /** Every key and every value, of the cache behind the protocol. */
    byte[] dump() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        caches.<String, byte[]>getCache(CACHE).forEach((key, value) -> {
            all.writeBytes(key.getBytes(StandardCharsets.UTF_8));
            all.writeBytes(value);
        });
        return all.toByteArray();
    }

    @Override
    public void close() {
        server.stop();
        caches.stop();
    }
}
