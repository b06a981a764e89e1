package dev.sojourn.faults;

import dev.sojourn.servers.RedisCluster;
import java.io.IOException;

/** A Redis Cluster, whose replicas are told of a write after it was acknowledged. */
final class ClusterPlace implements Place {

    private final RedisCluster cluster;

    private ClusterPlace(RedisCluster cluster) {
        this.cluster = cluster;
    }

    static ClusterPlace open() throws IOException {
        return new ClusterPlace(RedisCluster.start());
    }

    /** Kills a primary and returns when its replica has taken over. */
    void failOver() throws IOException {
        cluster.failOver();
    }

    @Override
    public String argument() {
        return cluster.uri();
    }

    @Override
    public void kill() {
        throw new UnsupportedOperationException("of a cluster one primary is killed, see failOver");
    }

    @Override
    public void restart() {
        throw new UnsupportedOperationException("a killed primary stays down");
    }

    @Override
    public void close() {
        cluster.close();
    }
}
