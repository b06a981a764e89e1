package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session as {@link MemoryStore} holds it: four longs and one packed array, without its key. Immutable. Every write makes a
 * new one, so its identity is the version of the record.
 */
sealed class HeldSession permits HeldSession.Reservation {

    /** What the cache, the key and this object take on the heap besides attributes and labels; measured, rounded up. */
    private static final int OVERHEAD = 288;

    private final PackedAttributes attributes;
    private final long createdAt;
    private final long lastSeenAt;
    private final long expiresAt;
    private final long endsAt;
    private final @Nullable String owner;
    private final @Nullable String device;

    HeldSession(StoredSession session) {
        this.attributes = session.attributes();
        this.createdAt = session.createdAt().toEpochMilli();
        this.lastSeenAt = session.lastSeenAt().toEpochMilli();
        this.expiresAt = session.expiresAt().toEpochMilli();
        this.endsAt = session.endsAt().toEpochMilli();
        this.owner = session.owner();
        this.device = session.device();
    }

    /** The record as callers know it, with this object as its version. */
    StoredSession at(StoreKey key) {
        return new StoredSession(
                key,
                attributes,
                Instant.ofEpochMilli(createdAt),
                Instant.ofEpochMilli(lastSeenAt),
                Instant.ofEpochMilli(expiresAt),
                Instant.ofEpochMilli(endsAt),
                owner,
                device,
                this);
    }

    @Nullable
    String owner() {
        return owner;
    }

    /** Epoch milliseconds from which on it is dead. */
    long expiresAt() {
        return expiresAt;
    }

    /** True when it is still alive and may be found. */
    boolean visible(Instant now) {
        return now.toEpochMilli() < expiresAt;
    }

    /** True when its key may not be given to another record. */
    boolean occupies(Instant now) {
        return visible(now);
    }

    /** Roughly how many bytes of heap it takes, key and cache included. */
    int weight() {
        return OVERHEAD + attributes.size() + textWeight(owner) + textWeight(device);
    }

    private static int textWeight(@Nullable String text) {
        return text == null ? 0 : 40 + 2 * text.length();
    }

    /** Holds the new key of a session that is about to move there: nobody finds it and nobody else gets the key. */
    static final class Reservation extends HeldSession {

        Reservation(StoredSession session) {
            super(session);
        }

        @Override
        boolean visible(Instant now) {
            return false;
        }

        @Override
        boolean occupies(Instant now) {
            return true;
        }
    }
}
