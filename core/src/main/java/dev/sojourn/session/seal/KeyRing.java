package dev.sojourn.session.seal;

import dev.sojourn.session.seal.SealingKeys.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys at one moment: one current, at most one staged, some previous, newest first. Immutable; each change gives
 * a new ring. No two keys of a ring have the same id.
 */
record KeyRing(RingKey current, @Nullable RingKey staged, List<RingKey> previous) {

    static final int MAX_KEYS = 64;

    /** @throws IllegalArgumentException when there are too many keys, or two are the same or share an id */
    KeyRing {
        previous = List.copyOf(previous);
        List<RingKey> all = all(current, staged, previous);
        if (all.size() > MAX_KEYS) {
            throw new IllegalArgumentException(
                    "a ring may have " + MAX_KEYS + " keys, given " + all.size() + "; retire some");
        }
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (all.get(i).id().equals(all.get(j).id())) {
                    throw new IllegalArgumentException("key " + all.get(i).id() + " is listed twice");
                }
            }
        }
    }

    /** Every key: the current one first, then the staged one, then the previous ones, newest first. */
    List<RingKey> all() {
        return all(current, staged, previous);
    }

    private static List<RingKey> all(RingKey current, @Nullable RingKey staged, List<RingKey> previous) {
        Stream<RingKey> newest = staged == null ? Stream.of(current) : Stream.of(current, staged);
        return Stream.concat(newest, previous.stream()).toList();
    }

    Role roleOf(RingKey key) {
        return key == current ? Role.CURRENT : key == staged ? Role.STAGED : Role.PREVIOUS;
    }

    /** What may be shown of it. */
    List<SealingKeys.Key> describe() {
        return all().stream()
                .map(key -> new SealingKeys.Key(key.id(), roleOf(key), key.created()))
                .toList();
    }

    boolean has(String id) {
        return all().stream().anyMatch(key -> key.id().equals(id));
    }

    KeyRing rotatedTo(RingKey next) {
        return new KeyRing(next, staged, withFirst(current, previous));
    }

    KeyRing staging(RingKey next) {
        if (staged != null) {
            throw new IllegalStateException("key " + staged.id() + " is staged already; promote or retire it first");
        }
        return new KeyRing(current, next, previous);
    }

    KeyRing promoting(String id) {
        RingKey promoted = require(id);
        if (promoted == current) {
            return this;
        }
        List<RingKey> rest = without(promoted, previous);
        return new KeyRing(promoted, promoted == staged ? null : staged, withFirst(current, rest));
    }

    KeyRing retiring(String id) {
        RingKey retired = require(id);
        if (retired == current) {
            throw new IllegalArgumentException("key " + id + " is the current one; rotate or promote another first");
        }
        return new KeyRing(current, retired == staged ? null : staged, without(retired, previous));
    }

    private RingKey require(String id) {
        List<RingKey> all = all();
        return all.stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no key has that id; the ring has "
                        + all.stream().map(RingKey::id).toList()));
    }

    private static List<RingKey> withFirst(RingKey first, List<RingKey> rest) {
        List<RingKey> keys = new ArrayList<>(rest);
        keys.add(0, first);
        return keys;
    }

    private static List<RingKey> without(RingKey key, List<RingKey> keys) {
        return keys.stream().filter(other -> other != key).toList();
    }
}
