package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a backend can do that knows whole values only: the ground on which {@link CompareAndSetStore} stands. Every call blocks, is
 * one round trip, atomic and thread-safe, and throws {@link StoreException} where the backend failed, which leaves open whether
 * anything was written.
 */
public interface CompareAndSetBackend {

    /** A value as it was read. Immutable, as long as nobody writes into its bytes. */
    final class Seen {

        private final byte[] bytes;
        private final Object mark;

        /**
         * Of a value.
         *
         * @param bytes the value, not copied
         * @param mark by which the backend knows this state of it again; opaque to others
         */
        public Seen(byte[] bytes, Object mark) {
            this.bytes = bytes;
            this.mark = mark;
        }

        /** The value itself, not a copy. */
        public byte[] bytes() {
            return bytes;
        }

        /** What the backend knows it by. */
        public Object mark() {
            return mark;
        }
    }

    /**
     * Asked before a session leaves its old key; does nothing unless a backend has a limit.
     *
     * @throws StoreException when the value is larger than the backend takes
     */
    default void requireRoom(byte[] bytes) {}

    /** What stands under a key; null for nothing. */
    @Nullable
    Seen read(StoreKey key);

    /** Writes where nothing stands; false where something does. The value may be forgotten some time after the expiry. */
    boolean add(StoreKey key, byte[] bytes, Instant expiresAt);

    /** Writes in place of exactly the value that was seen; false where that has changed, or gone. */
    boolean replace(StoreKey key, Seen seen, byte[] bytes, Instant expiresAt);

    /** Removes whatever stands under a key. */
    void remove(StoreKey key);

    /** Lets go of what the backend holds open; idempotent. */
    void close();
}
