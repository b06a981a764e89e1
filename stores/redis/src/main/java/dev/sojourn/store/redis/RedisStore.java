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
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SaveResult.Stale;
import dev.sojourn.session.store.SaveResult.Taken;
import dev.sojourn.session.store.SessionLimit;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.SessionsByOwner;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import io.lettuce.core.RedisURI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sessions in Redis 6.2 or newer, or Valkey, for any number of processes. A find is one command, every other verb one
 * script, which merges inside Redis. Needs neither keyspace notifications nor {@code CONFIG}, {@code KEYS} or {@code SCAN}.
 * Thread-safe.
 */
public final class RedisStore implements SessionStore, SessionsByOwner, SessionLimit, InvalidationPush {

    private static final int VERSION_BITS = 52; // Redis' scripts count exactly up to 2^53
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final Durable DURABLE = new Durable() {};

    private final RedisCalls calls;
    private final RedisKeys keys;
    private final Push push;
    private final boolean durable;
    private final EventListener events;

    private RedisStore(Builder settings) {
        this.keys = new RedisKeys(settings.prefix);
        this.durable = settings.durable;
        this.events = settings.events;
        this.calls = RedisCalls.connect(settings.uri, settings.timeout);
        this.push = new Push(calls.client(), keys);
    }

    /**
     * A store in the Redis at this address: {@code redis://user:password@host:port}, {@code rediss://} over TLS,
     * {@code redis-sentinel://host:port,host:port#name} for the primary that Sentinel names.
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
        long version = RANDOM.nextLong(1L << VERSION_BITS);
        String tag = session.owner() == null ? null : RedisKeys.tag(session.owner());
        Arguments arguments = keys.arguments(now)
                .add(session.key().hex())
                .add(SessionHash.millis(session.expiresAt()))
                .add(SessionHash.millis(session.endsAt()))
                .add(tag == null ? "" : tag)
                .add(SessionHash.of(session, version, tag));
        List<Object> answer =
                calls.run("create a session", Script.CREATE, keys.session(session.key()), arguments.toArray());
        return is(answer, "taken") ? new Taken() : new Saved(session.withVersion(Long.toString(version)));
    }

    @Override
    public Optional<StoredSession> find(StoreKey key, Instant now) {
        Map<String, byte[]> hash = new HashMap<>();
        calls.read("find a session", redis -> redis.hgetall(keys.session(key)[0]))
                .forEach((field, value) -> hash.put(SessionHash.text(field), value));
        return hash.isEmpty() ? Optional.empty() : live(key, hash, now);
    }

    @Override
    public SaveResult save(StoredSession found, Changes changes, Instant now) {
        Arguments arguments = keys.arguments(now)
                .add(found.key().hex())
                .add(String.valueOf(found.version()))
                .add(changes, tagOf(changes));
        List<Object> answer = calls.run("save a session", Script.SAVE, keys.session(found.key()), arguments.toArray());
        if (!is(answer, "saved")) {
            return refusal(answer, found.key());
        }
        Object version = text(answer, 1);
        List<?> before = (List<?>) answer.get(2);
        if (before.isEmpty()) {
            return new Saved(changes.applyTo(found).withVersion(version));
        }
        StoredSession current = parsed(found.key(), before);
        Set<String> overwritten = changes.overwritten(found, current);
        return new Saved(changes.applyTo(current).withVersion(version), overwritten);
    }

    @Override
    public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
        Arguments arguments = keys.arguments(now)
                .add(found.key().hex())
                .add(next.hex())
                .add(String.valueOf(found.version()))
                .add(changes, tagOf(changes));
        byte[][] both = {keys.session(found.key())[0], keys.session(next)[0]};
        List<Object> answer = calls.run("renew a session", Script.RENEW, both, arguments.toArray());
        if (!is(answer, "saved")) {
            return refusal(answer, found.key());
        }
        return new Saved(changes.applyTo(found).withKey(next).withVersion(text(answer, 1)));
    }

    @Override
    public void delete(StoreKey key, Instant now) {
        calls.run(
                "delete a session",
                Script.DELETE,
                keys.session(key),
                keys.arguments(now).add(key.hex()).toArray());
    }

    @Override
    public List<StoredSession> sessionsOf(String owner, Instant now) {
        String tag = RedisKeys.tag(owner);
        List<byte[]> members = calls.read("list sessions", redis -> redis.zrange(keys.index(tag), 0, -1));
        return members.stream()
                .map(member -> StoreKey.ofBytes(HexFormat.of().parseHex(SessionHash.text(member))))
                .flatMap(key -> find(key, now).stream())
                .filter(session -> owner.equals(session.owner()))
                .toList();
    }

    @Override
    public int endSessionsOf(String owner, @Nullable StoreKey except, Instant now) {
        String tag = RedisKeys.tag(owner);
        Arguments arguments = keys.arguments(now).add(tag).add(except == null ? "" : except.hex());
        List<Object> answer =
                calls.run("end sessions", Script.END_SESSIONS, new byte[][] {keys.index(tag)}, arguments.toArray());
        return Integer.parseInt(text(answer, 1));
    }

    @Override
    public boolean takePlace(String owner, StoreKey key, @Nullable StoreKey instead, int max, Instant now) {
        String tag = RedisKeys.tag(owner);
        Arguments arguments = keys.arguments(now)
                .add(tag)
                .add(key.hex())
                .add(instead == null ? "" : instead.hex())
                .add(Integer.toString(max));
        byte[][] both = {keys.index(tag), keys.places(tag)};
        return is(calls.run("take a place", Script.TAKE_PLACE, both, arguments.toArray()), "saved");
    }

    @Override
    public Subscription subscribe(InvalidationListener listener) {
        return push.subscribe(listener);
    }

    /** {@inheritDoc} Durable only where the builder was told that this Redis is. */
    @Override
    public <C> Optional<C> capability(Class<C> type) {
        if (type == Durable.class) {
            return durable ? Optional.of(type.cast(DURABLE)) : Optional.empty();
        }
        return SessionStore.super.capability(type);
    }

    @Override
    public String whyNot(Class<?> capability) {
        return capability == Durable.class
                ? "cannot know whether this Redis keeps what it acknowledged: say durable() where it has an append-only file and"
                        + " maxmemory-policy noeviction"
                : SessionStore.super.whyNot(capability);
    }

    /** Closes the connections; sessions stay. */
    @Override
    public void close() {
        push.close();
        calls.close();
    }

    private Optional<StoredSession> live(StoreKey key, Map<String, byte[]> hash, Instant now) {
        try {
            StoredSession session = SessionHash.parse(key, hash);
            return session.expired(now) ? Optional.empty() : Optional.of(session);
        } catch (InvalidRecordException invalid) {
            events.on(
                    new Event(EventType.STORE_RECORD_INVALID, now, key.handle(), String.valueOf(invalid.getMessage())));
            return Optional.empty();
        }
    }

    private SaveResult refusal(List<Object> answer, StoreKey key) {
        if (is(answer, "stale")) {
            return new Stale(parsed(key, (List<?>) answer.get(1)));
        }
        return is(answer, "taken") ? new Taken() : new Gone();
    }

    private static StoredSession parsed(StoreKey key, List<?> fieldsAndValues) {
        Map<String, byte[]> hash = new HashMap<>();
        for (int i = 0; i < fieldsAndValues.size(); i += 2) {
            hash.put(SessionHash.text((byte[]) fieldsAndValues.get(i)), (byte[]) fieldsAndValues.get(i + 1));
        }
        try {
            return SessionHash.parse(key, hash);
        } catch (InvalidRecordException invalid) {
            throw new StoreException(
                    "Redis holds a session that cannot be read; something else writes into it", invalid);
        }
    }

    private static @Nullable String tagOf(Changes changes) {
        return changes.owner() == null ? null : RedisKeys.tag(changes.owner());
    }

    private static boolean is(List<Object> answer, String word) {
        return word.equals(text(answer, 0));
    }

    private static String text(List<Object> answer, int at) {
        return SessionHash.text((byte[]) answer.get(at));
    }

    /** Settings of a {@link RedisStore}. For one thread. */
    public static final class Builder {

        private final RedisURI uri;
        private String prefix = "sojourn:";
        private Duration timeout = Duration.ofSeconds(2);
        private boolean durable;
        private EventListener events = EventListener.logging();

        private Builder(String uri) {
            this.uri = RedisURI.create(uri);
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

        /** Declares that this Redis evicts nothing and forgets nothing on restart: noeviction and an append-only file. */
        public Builder durable() {
            this.durable = true;
            return this;
        }

        /** Who hears of unreadable records, beside the log. */
        public Builder events(EventListener listener) {
            this.events = EventListener.logging().and(listener);
            return this;
        }

        /**
         * Connects.
         *
         * @throws StoreException when Redis cannot be reached, or turns the user away
         */
        public RedisStore build() {
            return new RedisStore(this);
        }
    }
}
