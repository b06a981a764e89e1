package dev.sojourn.store.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import java.net.URI;
import java.util.List;

/** Where a Redis is: one server, the primary that Sentinel names, or some nodes of a cluster, which know the others. */
record RedisAddress(List<RedisURI> uris, boolean cluster) {

    private static final String CLUSTER = "redis-cluster://";
    private static final String CLUSTER_TLS = "rediss-cluster://";

    /** @throws IllegalArgumentException when it cannot be understood */
    static RedisAddress parse(String uri) {
        try {
            return understood(uri);
        } catch (IllegalArgumentException failure) { // whose message repeats the address, and a password with it
            throw new IllegalArgumentException(
                    "the address of Redis cannot be understood; it is like"
                            + " redis://user:password@host:6379, where % ^ and other signs of the password are percent-encoded");
        }
    }

    /** Whether nothing goes over the wire in clear text, nor to a server that only claims to be the one. */
    boolean tls() {
        return uris.stream().allMatch(uri -> uri.isSsl() && uri.getVerifyMode() == SslVerifyMode.FULL);
    }

    private static RedisAddress understood(String uri) {
        if (uri.startsWith(CLUSTER)) {
            return cluster("redis://" + uri.substring(CLUSTER.length()));
        }
        if (uri.startsWith(CLUSTER_TLS)) {
            return cluster("rediss://" + uri.substring(CLUSTER_TLS.length()));
        }
        return new RedisAddress(List.of(RedisURI.create(uri)), false);
    }

    private static RedisAddress cluster(String uri) {
        return new RedisAddress(RedisClusterURIUtil.toRedisURIs(URI.create(uri)), true);
    }
}
