package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A store that stands before another and hands every call on; a base for stores that change some of them. What it does not offer
 * itself it answers for the store behind it, which it closes when it is closed. Thread-safe as that store is.
 */
public abstract class ForwardingStore implements SessionStore {

    private final SessionStore inner;

    /** @param inner the store behind this one */
    protected ForwardingStore(SessionStore inner) {
        this.inner = Objects.requireNonNull(inner, "inner");
    }

    /** The store behind this one. */
    protected final SessionStore inner() {
        return inner;
    }

    @Override
    public SaveResult create(StoredSession session, Instant now) {
        return inner.create(session, now);
    }

    @Override
    public Optional<StoredSession> find(StoreKey key, Instant now) {
        return inner.find(key, now);
    }

    @Override
    public SaveResult save(StoredSession found, Changes changes, Instant now) {
        return inner.save(found, changes, now);
    }

    @Override
    public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
        return inner.renew(found, next, changes, now);
    }

    @Override
    public void delete(StoreKey key, Instant now) {
        inner.delete(key, now);
    }

    /** This store where it has the capability, otherwise what the store behind it answers. */
    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : inner.capability(type);
    }

    @Override
    public String whyNot(Class<?> capability) {
        return inner.whyNot(capability);
    }

    /** {@inheritDoc} The name of the store behind this one. */
    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public void close() {
        inner.close();
    }
}
