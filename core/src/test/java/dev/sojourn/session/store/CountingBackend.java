package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values in a map, and a list of what was asked of it. For one thread. */
final class CountingBackend implements CompareAndSetBackend {

    private final Map<StoreKey, byte[]> values = new HashMap<>();
    private List<String> calls = new ArrayList<>();

    /** What was asked since this was last called, in order. */
    List<String> calls() {
        List<String> made = calls;
        calls = new ArrayList<>();
        return made;
    }

    @Override
    public @Nullable Seen read(StoreKey key) {
        calls.add("read");
        byte[] value = values.get(key);
        return value == null ? null : new Seen(value, value);
    }

    @Override
    public boolean add(StoreKey key, byte[] bytes, Instant expiresAt) {
        calls.add("add");
        return values.putIfAbsent(key, bytes) == null;
    }

    @Override
    public boolean replace(StoreKey key, Seen seen, byte[] bytes, Instant expiresAt) {
        calls.add("replace");
        boolean same = Arrays.equals(values.get(key), seen.bytes());
        if (same) {
            values.put(key, bytes);
        }
        return same;
    }

    @Override
    public void remove(StoreKey key) {
        calls.add("remove");
        values.remove(key);
    }

    @Override
    public void close() {}
}
