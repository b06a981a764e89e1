package dev.sojourn.store.redis;

import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import io.lettuce.core.cluster.SlotHash;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which of the three primaries of a cluster a session lies on, under the store's own prefix. */
final class Slots {

    private static final RedisKeys KEYS = new RedisKeys("sojourn:", false, false);

    private Slots() {}

    static StoreKey keyOn(int primary) {
        return Stream.generate(Sessions::newKey).filter(on(primary)).findFirst().orElseThrow();
    }

    static StoredSession sessionOn(int primary, @Nullable String owner) {
        return Stream.generate(() -> Sessions.of(owner))
                .filter(session -> on(primary).test(session.key()))
                .findFirst()
                .orElseThrow();
    }

    /** An owner whose index lies there, and whose name begins so. */
    static String ownerOn(int primary, String name) {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> name + i)
                .filter(owner -> primaryOf(KEYS.index(RedisKeys.tag(owner))) == primary)
                .findFirst()
                .orElseThrow();
    }

    private static Predicate<StoreKey> on(int primary) {
        return key -> primaryOf(KEYS.session(key)[0]) == primary;
    }

    private static int primaryOf(byte[] name) {
        return SlotHash.getSlot(name) * 3 / SlotHash.SLOT_COUNT;
    }
}
