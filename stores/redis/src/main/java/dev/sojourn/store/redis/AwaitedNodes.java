package dev.sojourn.store.redis;

import dev.sojourn.event.EventListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Awaited writes in a cluster, node by node, over connections that follow no redirection. Thread-safe. */
final class AwaitedNodes {

    private final StatefulRedisClusterConnection<byte[], byte[]> cluster;
    private final ReplicaWait wait;
    private final EventListener events;
    private final Map<String, AwaitedWrites> nodes = new ConcurrentHashMap<>();

    AwaitedNodes(StatefulRedisClusterConnection<byte[], byte[]> cluster, ReplicaWait wait, EventListener events) {
        this.cluster = cluster;
        this.wait = wait;
        this.events = events;
    }

    /**
     * Those to the primary that serves the key, as far as is known here.
     *
     * @throws RedisException when none does, or it cannot be reached
     */
    AwaitedWrites serving(byte[] key) {
        RedisClusterNode node = cluster.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
        if (node == null) {
            throw new RedisException("no node of the cluster serves this slot");
        }
        StatefulRedisConnection<byte[], byte[]> connection = cluster.getConnection(node.getNodeId());
        return Objects.requireNonNull(nodes.compute(
                node.getNodeId(),
                (id, known) ->
                        known != null && known.over(connection) ? known : new AwaitedWrites(connection, wait, events)));
    }
}
