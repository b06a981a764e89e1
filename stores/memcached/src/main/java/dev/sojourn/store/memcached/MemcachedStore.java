package dev.sojourn.store.memcached;

import dev.sojourn.event.EventListener;
import dev.sojourn.event.EventType;
import dev.sojourn.session.store.CompareAndSetStore;
import dev.sojourn.session.store.Durable;
import dev.sojourn.session.store.ForwardingStore;
import dev.sojourn.session.store.SessionLimit;
import dev.sojourn.session.store.SessionsByOwner;
import dev.sojourn.session.store.StoreException;
import java.time.Duration;

/**
 * Keeps sessions in Memcached servers, by {@code gets}, {@code add} and {@code cas}. Memcached evicts what it has no room for and
 * forgets everything on restart: such sessions have ended. A server that fails is an outage of its share of the sessions; they are
 * not moved to others, so that nothing comes back when it returns. Thread-safe.
 */
public final class MemcachedStore extends ForwardingStore {

    private final MemcachedBackend backend;
    private final EvictionWatch watch;

    private MemcachedStore(MemcachedBackend backend, EventListener events, Duration watchEvery) {
        super(new CompareAndSetStore("MemcachedStore", backend, events));
        this.backend = backend;
        this.watch = EvictionWatch.start(backend::evictions, events, watchEvery);
    }

    /**
     * A store in these servers. One that is down is an outage of its share of the sessions, now as later.
     *
     * @param servers {@code host:port,host:port}, in the same order on every node
     * @throws StoreException when the client cannot be started
     */
    public static MemcachedStore connect(String servers) {
        return builder(servers).build();
    }

    /** Settings for a store in these servers, see {@link #connect}. */
    public static Builder builder(String servers) {
        return new Builder(servers);
    }

    /**
     * How many items the servers have evicted since they were started, others' items included: when it grows, sessions may end
     * early, and the servers need more memory ({@code -m}). The store looks itself once a minute, and tells growth as
     * {@link EventType#SESSION_EVICTED}.
     *
     * @throws StoreException when a server could not be asked
     */
    public long evictions() {
        return backend.evictions().values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() {
        watch.close();
        super.close();
    }

    @Override
    public String whyNot(Class<?> capability) {
        if (capability == Durable.class) {
            return "cannot be durable: Memcached evicts what it has no room for and forgets everything on restart";
        }
        if (capability == SessionsByOwner.class || capability == SessionLimit.class) {
            return "cannot know the sessions of an owner: Memcached finds items by their key alone";
        }
        return super.whyNot(capability);
    }

    /** Settings of a {@link MemcachedStore}. For one thread. */
    public static final class Builder {

        private static final int LONGEST_PREFIX = 100;

        private final String servers;
        private String prefix = "sojourn:";
        private Duration timeout = Duration.ofSeconds(2);
        private int maxItemBytes = (1 << 20) - 1024;
        private EventListener events = EventListener.logging();
        private Duration watchEvery = Duration.ofMinutes(1);

        private Builder(String servers) {
            this.servers = servers;
        }

        /**
         * What every key begins with, for servers that are shared with others; default {@code "sojourn:"}.
         *
         * @throws IllegalArgumentException when it is longer than 100 characters, or holds others than letters, digits and
         *     {@code : _ . -}
         */
        public Builder prefix(String prefix) {
            boolean plain = prefix.chars()
                    .allMatch(c -> c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || ":_.-".indexOf(c) >= 0);
            if (!plain || prefix.length() > LONGEST_PREFIX) {
                throw new IllegalArgumentException("prefix must be at most " + LONGEST_PREFIX
                        + " letters, digits, ':', '_', '.' or '-', given \"" + prefix + "\"");
            }
            this.prefix = prefix;
            return this;
        }

        /** How long a call may take before it counts as failed; default 2 s. */
        public Builder timeout(Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("timeout must be positive, given " + timeout);
            }
            this.timeout = timeout;
            return this;
        }

        /** The largest record that the servers take ({@code -I}), 1 KiB below it for key and header; default 1 MiB less that. */
        public Builder maxItemBytes(int bytes) {
            if (bytes < 1024) {
                throw new IllegalArgumentException("maxItemBytes must be at least 1024, given " + bytes);
            }
            this.maxItemBytes = bytes;
            return this;
        }

        /** Who hears of unreadable records and of evictions, beside the log; each call adds a listener. */
        public Builder events(EventListener listener) {
            this.events = events.and(listener);
            return this;
        }

        /** For tests, which cannot wait a minute. */
        Builder watchEvery(Duration pause) {
            this.watchEvery = pause;
            return this;
        }

        /**
         * Connects.
         *
         * @throws StoreException when the client cannot be started
         */
        public MemcachedStore build() {
            return new MemcachedStore(
                    MemcachedBackend.connect(servers, prefix, timeout, maxItemBytes), events, watchEvery);
        }
    }
}
