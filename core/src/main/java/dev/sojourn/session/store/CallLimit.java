package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a store that hangs from holding every thread of the application: at most 64 calls are under way, a further one waits at
 * most 100 ms for a place and then ends in a {@link StoreException}, nothing having been sent. Removing the dead takes no place:
 * one background thread does it. Thread-safe.
 */
public final class CallLimit extends ForwardingStore {

    /** Says that the calls of a store are limited already; a decorator in front of it answers so too. */
    interface Limited {}

    private static final Limited LIMITED = new Limited() {};

    private final Calls calls;

    private CallLimit(SessionStore store, Calls calls) {
        super(store);
        this.calls = calls;
    }

    /**
     * The store under the standard limit, without a deadline beyond the store's own; the store itself where nothing can hang
     * ({@link MemoryStore}) or its calls are limited already.
     */
    public static SessionStore around(SessionStore store) {
        boolean needless = store instanceof MemoryStore
                || store instanceof CallLimit
                || store.capability(Limited.class).isPresent();
        return needless ? store : builder(store).build();
    }

    /** Settings for a limit of one's own, and for a deadline where the store cannot end a call itself. */
    public static Builder builder(SessionStore store) {
        return new Builder(store);
    }

    @Override
    public SaveResult create(StoredSession session, Instant now) {
        return calls.run(() -> inner().create(session, now));
    }

    @Override
    public Optional<StoredSession> find(StoreKey key, Instant now) {
        return calls.run(() -> inner().find(key, now));
    }

    @Override
    public SaveResult save(StoredSession found, Changes changes, Instant now) {
        return calls.run(() -> inner().save(found, changes, now));
    }

    @Override
    public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
        return calls.run(() -> inner().renew(found, next, changes, now));
    }

    @Override
    public void delete(StoreKey key, Instant now) {
        calls.run(() -> {
            inner().delete(key, now);
            return true;
        });
    }

    /** What the store behind offers; what requests ask of it stands under the same limit. */
    @Override
    public <C> Optional<C> capability(Class<C> type) {
        if (type == Limited.class) {
            return Optional.of(type.cast(LIMITED));
        }
        return inner().capability(type).map(offered -> type.cast(limited(type, offered)));
    }

    private Object limited(Class<?> type, Object offered) {
        if (type == SessionsByOwner.class) {
            return new ByOwner((SessionsByOwner) offered, calls);
        }
        if (type == SessionLimit.class) {
            SessionLimit limit = (SessionLimit) offered;
            return (SessionLimit)
                    (owner, key, instead, max, now) -> calls.run(() -> limit.takePlace(owner, key, instead, max, now));
        }
        return offered;
    }

    /** Calls under way are left to end; the store behind is closed. */
    @Override
    public void close() {
        inner().close();
        calls.close();
    }

    private record ByOwner(SessionsByOwner store, Calls calls) implements SessionsByOwner {

        @Override
        public List<StoredSession> sessionsOf(String owner, Instant now) {
            return calls.run(() -> store.sessionsOf(owner, now));
        }

        @Override
        public int endSessionsOf(String owner, @Nullable StoreKey except, Instant now) {
            return calls.run(() -> store.endSessionsOf(owner, except, now));
        }
    }

    /** Settings of a {@link CallLimit}. For one thread. */
    public static final class Builder {

        private final SessionStore store;
        private int maxCalls = 64;
        private Duration maxWait = Duration.ofMillis(100);
        private @Nullable Duration deadline;

        private Builder(SessionStore store) {
            this.store = store;
        }

        /**
         * How many calls may be under way at once; default 64.
         *
         * @throws IllegalArgumentException when the number is not positive
         */
        public Builder maxCalls(int count) {
            if (count <= 0) {
                throw new IllegalArgumentException("maxCalls must be positive, given " + count);
            }
            this.maxCalls = count;
            return this;
        }

        /**
         * How long a call waits for a place; default 100 ms, zero for not at all.
         *
         * @throws IllegalArgumentException when it is negative
         */
        public Builder maxWait(Duration wait) {
            if (wait.isNegative()) {
                throw new IllegalArgumentException("maxWait must not be negative, given " + wait);
            }
            this.maxWait = wait;
            return this;
        }

        /**
         * Ends a call for its caller after this long, for stores whose client has no timeout, such as one on a network file
         * system; none by default. Calls then run on threads of their own, and one that hangs keeps its place until it returns.
         *
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder deadline(Duration time) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("deadline must be positive, given " + time);
            }
            this.deadline = time;
            return this;
        }

        /** The limited store. */
        public CallLimit build() {
            return new CallLimit(store, new Calls(store.name(), maxCalls, maxWait, deadline));
        }
    }
}
