package dev.sojourn.store.redis;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventListener;
import dev.sojourn.event.EventType;
import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.Durable;
import dev.sojourn.session.store.InvalidRecordException;
import dev.sojourn.session.store.InvalidationListener;
import dev.sojourn.session.store.InvalidationPush;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SessionLimit;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.SessionsByOwner;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sessions in Redis 6.2 or newer, or Valkey, for any number of processes. A find is one command, every other verb one
 * script, which merges inside Redis. Needs neither keyspace notifications nor {@code CONFIG}, {@code KEYS} or {@code SCAN}.
 * Thread-safe.
 */
public final class RedisStore implements SessionStore, SessionsByOwner, SessionLimit, InvalidationPush {

    private static final Durable DURABLE = new Durable() {};

    private final RedisCalls calls;
    private final RedisKeys keys;
    private final Verbs verbs;
    private final @Nullable Push push;
    private final boolean durable;
    private final EventListener events;

    private RedisStore(Builder settings) {
        boolean cluster = settings.address.cluster();
        this.keys = new RedisKeys(settings.prefix, !cluster, settings.wait.replicas() > 0);
        this.durable = settings.durable;
        this.events = settings.events;
        this.calls = RedisCalls.connect(settings.address, settings.timeout, settings.wait, events);
        this.verbs = cluster ? new ManyNodes(calls, keys) : new OneNode(calls, keys);
        this.push = calls.client().map(client -> new Push(client, keys)).orElse(null);
    }

    /**
     * A store in the Redis at this address: {@code redis://user:password@host:port}, {@code rediss://} over TLS,
     * {@code redis-sentinel://host:port,host:port#name} for the primary that Sentinel names, {@code redis-cluster://host:port,host:port}
     * ({@code rediss-cluster://} over TLS) for a cluster, of which some nodes are enough.
     *
     * @throws IllegalArgumentException when the address cannot be understood
     * @throws StoreException when Redis cannot be reached, or turns the user away
     */
    public static RedisStore connect(String uri) {
        return builder(uri).build();
    }

    /** Settings for a store in the Redis at this address, see {@link #connect}. */
    public static Builder builder(String uri) {
        return new Builder(uri);
    }

    @Override
    public SaveResult create(StoredSession session, Instant now) {
        return verbs.create(session, now);
    }

    @Override
    public Optional<StoredSession> find(StoreKey key, Instant now) {
        try {
            return live(key, calls.read("find a session", redis -> redis.hgetall(keys.session(key)[0])), now);
        } catch (StoreException failure) {
            if (!noHash(failure)) {
                throw failure;
            }
            invalid(key, "what stands under the key is no hash", now);
            return Optional.empty();
        }
    }

    private static boolean noHash(StoreException failure) {
        return failure.getCause() instanceof RedisCommandExecutionException refused
                && String.valueOf(refused.getMessage()).startsWith("WRONGTYPE");
    }

    @Override
    public SaveResult save(StoredSession found, Changes changes, Instant now) {
        return verbs.save(found, changes, now);
    }

    /** {@inheritDoc} In a cluster two steps: who dies between them has ended the session, for it is never under both keys. */
    @Override
    public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
        return verbs.renew(found, next, changes, now);
    }

    @Override
    public void delete(StoreKey key, Instant now) {
        verbs.delete(key, now);
    }

    @Override
    public List<StoredSession> sessionsOf(String owner, Instant now) {
        List<StoreKey> listed = verbs.indexed(RedisKeys.tag(owner));
        List<Map<byte[], byte[]>> hashes =
                calls.readEach("list sessions", listed, (redis, key) -> redis.hgetall(keys.session(key)[0]));
        return IntStream.range(0, listed.size())
                .mapToObj(i -> live(listed.get(i), hashes.get(i), now))
                .flatMap(Optional::stream)
                .filter(session -> owner.equals(session.owner()))
                .toList();
    }

    @Override
    public int endSessionsOf(String owner, @Nullable StoreKey except, Instant now) {
        return verbs.endSessionsOf(RedisKeys.tag(owner), except, now);
    }

    @Override
    public boolean takePlace(String owner, StoreKey key, @Nullable StoreKey instead, int max, Instant now) {
        return verbs.takePlace(RedisKeys.tag(owner), key, instead, max, now);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException when this is a cluster, see {@link #whyNot}
     */
    @Override
    public Subscription subscribe(InvalidationListener listener) {
        if (push == null) {
            throw new IllegalStateException(whyNot(InvalidationPush.class));
        }
        return push.subscribe(listener);
    }

    /** {@inheritDoc} Durable only where the builder was told that this Redis is; pushes only from a single server. */
    @Override
    public <C> Optional<C> capability(Class<C> type) {
        if (type == Durable.class) {
            return durable ? Optional.of(type.cast(DURABLE)) : Optional.empty();
        }
        if (type == InvalidationPush.class && push == null) {
            return Optional.empty();
        }
        return SessionStore.super.capability(type);
    }

    @Override
    public String whyNot(Class<?> capability) {
        if (capability == Durable.class) {
            return "cannot know whether this Redis keeps what it acknowledged: say durable() where it has an append-only file and"
                    + " maxmemory-policy noeviction";
        }
        return capability == InvalidationPush.class
                ? "in a cluster every primary would have to be listened to, through every failover: use it without a near cache"
                : SessionStore.super.whyNot(capability);
    }

    /** Closes the connections; sessions stay. */
    @Override
    public void close() {
        if (push != null) {
            push.close();
        }
        calls.close();
    }

    private Optional<StoredSession> live(StoreKey key, Map<byte[], byte[]> answer, Instant now) {
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        Map<String, byte[]> hash = new HashMap<>();
        answer.forEach((field, value) -> hash.put(SessionHash.text(field), value));
        if (hash.containsKey(SessionHash.MARK)) {
            return Optional.empty();
        }
        try {
            StoredSession session = SessionHash.parse(key, hash);
            return session.expired(now) ? Optional.empty() : Optional.of(session);
        } catch (InvalidRecordException invalid) {
            invalid(key, String.valueOf(invalid.getMessage()), now);
            return Optional.empty();
        }
    }

    private void invalid(StoreKey key, String why, Instant now) {
        events.on(new Event(EventType.STORE_RECORD_INVALID, now, key.handle(), why));
    }

    /** Settings of a {@link RedisStore}. For one thread. */
    public static final class Builder {

        private final RedisAddress address;
        private String prefix = "sojourn:";
        private Duration timeout = Duration.ofSeconds(2);
        private ReplicaWait wait = new ReplicaWait(1, Duration.ofMillis(100));
        private boolean durable;
        private boolean tlsRequired;
        private EventListener events = EventListener.logging();

        private Builder(String uri) {
            this.address = RedisAddress.parse(uri);
        }

        /** What every key begins with, for a Redis that is shared with others; default {@code "sojourn:"}. */
        public Builder prefix(String prefix) {
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

        /**
         * Waits until so many replicas have that a session was ended or renewed, so that a failover revives nobody who signed out;
         * default one, for 100 ms. A server without replicas waits for none, nor does 0. Where they are late the call succeeds all
         * the same, the event {@code REPLICA_LATE} tells, and for 1 s nobody waits. Redis calls this {@code WAIT}.
         *
         * @throws IllegalArgumentException for fewer than 0 replicas or less than 1 ms
         */
        public Builder waitForReplicas(int replicas, Duration longest) {
            this.wait = new ReplicaWait(replicas, longest);
            return this;
        }

        /** Declares that this Redis evicts nothing and forgets nothing on restart: noeviction and an append-only file. */
        public Builder durable() {
            this.durable = true;
            return this;
        }

        /** Refuses to connect without TLS, or with less than full verification, for an address that comes from a configuration. */
        public Builder requireTls() {
            this.tlsRequired = true;
            return this;
        }

        /** Who hears of unreadable records and late replicas, beside the log; each call adds a listener. */
        public Builder events(EventListener listener) {
            this.events = events.and(listener);
            return this;
        }

        /**
         * Connects.
         *
         * @throws IllegalArgumentException when replicas are waited for as long as a call may take, or longer; when TLS is required and
         *     the address is without, or does not have the server verified
         * @throws StoreException when Redis cannot be reached, or turns the user away
         */
        public RedisStore build() {
            if (wait.replicas() > 0 && wait.longest().compareTo(timeout) >= 0) {
                throw new IllegalArgumentException("replicas are waited for " + wait.longest()
                        + ", which must be less than the timeout of " + timeout);
            }
            if (tlsRequired && !address.tls()) {
                throw new IllegalArgumentException(
                        "TLS is required and the address of Redis is without, or does not have the server verified; begin it with rediss://,"
                                + " rediss-sentinel:// or rediss-cluster://");
            }
            return new RedisStore(this);
        }
    }
}
