package dev.sojourn.store.jcache;

import dev.sojourn.session.store.CompareAndSetBackend;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Supplier;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/** A cache whose values are text, since several providers compare arrays by identity; the text itself is the mark. */
final class CacheBackend implements CompareAndSetBackend {

    private final Cache<String, String> cache;

    CacheBackend(Cache<String, String> cache) {
        this.cache = cache;
    }

    @Override
    public @Nullable Seen read(StoreKey key) {
        String text = calling("read", () -> cache.get(key.hex()));
        return text == null ? null : new Seen(bytes(text), text);
    }

    @Override
    public boolean add(StoreKey key, byte[] bytes, Instant expiresAt) {
        return calling("write", () -> cache.putIfAbsent(key.hex(), text(bytes)));
    }

    @Override
    public boolean replace(StoreKey key, Seen seen, byte[] bytes, Instant expiresAt) {
        return calling("write", () -> cache.replace(key.hex(), (String) seen.mark(), text(bytes)));
    }

    @Override
    public void remove(StoreKey key) {
        calling("delete", () -> cache.remove(key.hex()));
    }

    /** The cache belongs to whoever opened it. */
    @Override
    public void close() {}

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Text that is none of ours is no record, which the store tells of. */
    private static byte[] bytes(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException foreign) {
            return new byte[0];
        }
    }

    /** Providers throw exceptions of their own beside the specification's. */
    private <T extends @Nullable Object> T calling(String doing, Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException failure) {
            throw new StoreException(
                    "cache \"" + cache.getName() + "\" failed to " + doing + " a session; look at the cache's members: "
                            + failure.getMessage(),
                    failure);
        }
    }
}
