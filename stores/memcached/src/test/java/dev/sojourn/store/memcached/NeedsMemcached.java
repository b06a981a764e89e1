package dev.sojourn.store.memcached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sojourn.servers.MemcachedServer;
import java.io.IOException;

/** Starts the machine's own Memcached; where there is none, tests are skipped, or fail where everything is required. */
final class NeedsMemcached {

    private NeedsMemcached() {}

    static MemcachedServer start(String... options) throws IOException {
        if (Boolean.getBoolean("sojourn.require.all")) {
            assertThat(MemcachedServer.installed()).as("memcached is installed").isTrue();
        }
        assumeTrue(MemcachedServer.installed(), "memcached is not installed on this machine");
        return MemcachedServer.start(options);
    }
}
