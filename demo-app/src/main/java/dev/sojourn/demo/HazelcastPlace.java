package dev.sojourn.demo;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import dev.sojourn.session.store.StoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * In a Hazelcast cluster that the demos of this machine form among themselves.
 *
 * @param cluster its name; members of other names are left alone
 */
record HazelcastPlace(String cluster) implements ServerPlace {

    private static final String HERE = "127.0.0.1";

    @Override
    public String words() {
        return "kept in a Hazelcast cluster";
    }

    @Override
    public String place() {
        return "An entry in a Hazelcast cluster";
    }

    @Override
    public String where() {
        return "a Hazelcast member in this process";
    }

    @Override
    public Shelf open(Path data, Duration lifetime, Clock clock) {
        HazelcastInstance member;
        try {
            member = Hazelcast.newHazelcastInstance(config());
        } catch (HazelcastException | IllegalStateException failure) {
            throw new StoreException("no member could be started", failure);
        }
        try {
            return HazelcastShelf.in(member, lifetime);
        } catch (RuntimeException failure) {
            member.shutdown();
            throw failure;
        }
    }

    /** Looks for nobody beyond this machine, tells nobody of itself, and ends when the demo says so. */
    private Config config() {
        Config config = new Config();
        config.setClusterName(cluster);
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.shutdownhook.enabled", "false"); // it would not hand over what the member holds
        NetworkConfig network = config.getNetworkConfig();
        network.getInterfaces().setEnabled(true).addInterface(HERE);
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember(HERE);
        return config;
    }
}
