package dev.sojourn.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SaveResult.Stale;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;

/** The small words of the exam: keys, records and changes to write, and what an answer holds. */
final class Records {

    /** How long after the last use a record of the exam lives. */
    static final Duration IDLE = Duration.ofMinutes(33);

    /** How long it lives in all. */
    static final Duration LIFETIME = Duration.ofHours(12);

    private Records() {}

    static StoreKey newKey() {
        return StoreKey.of(SessionToken.random(), "exam");
    }

    /** A record with attributes given as name, value, name, value. */
    static StoredSession session(StoreKey key, Instant now, String... namesAndValues) {
        return session(key, now, now.plus(IDLE), null, attributes(namesAndValues));
    }

    static StoredSession owned(StoreKey key, Instant now, String owner) {
        return session(key, now, now.plus(IDLE), owner, attributes("name", "value"));
    }

    static StoredSession session(
            StoreKey key, Instant now, Instant expiresAt, @Nullable String owner, Map<String, byte[]> attributes) {
        return new StoredSession(
                key, PackedAttributes.of(attributes), now, now, expiresAt, now.plus(LIFETIME), owner, null, null);
    }

    static Map<String, byte[]> attributes(String... namesAndValues) {
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            attributes.put(namesAndValues[i], bytes(namesAndValues[i + 1]));
        }
        return attributes;
    }

    static Changes put(Instant now, String... namesAndValues) {
        return Changes.of(attributes(namesAndValues), Set.of(), now, now.plus(IDLE));
    }

    static Changes remove(Instant now, String... names) {
        return Changes.of(Map.of(), Set.of(names), now, now.plus(IDLE));
    }

    /** Writes the times alone, as a request that only read does. */
    static Changes touch(Instant now) {
        return remove(now);
    }

    static Changes owner(Instant now, String owner) {
        return new Changes(Map.of(), Set.of(), Map.of(), null, now, now.plus(IDLE), null, owner, null);
    }

    /** Writes one attribute if it still holds what was expected; null expects that there is none. */
    static Changes replace(Instant now, String name, byte @Nullable [] expected, byte[] value) {
        Map<String, Optional<byte[]>> expectation = Map.of(name, Optional.ofNullable(expected));
        return new Changes(Map.of(name, value), Set.of(), expectation, null, now, now.plus(IDLE), null, null, null);
    }

    /** Removes one attribute if it still holds what was expected. */
    static Changes take(Instant now, String name, byte[] expected) {
        Map<String, Optional<byte[]>> expectation = Map.of(name, Optional.of(expected));
        return new Changes(Map.of(), Set.of(name), expectation, null, now, now.plus(IDLE), null, null, null);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Saved saved(SaveResult result) {
        return assertThat(result)
                .asInstanceOf(InstanceOfAssertFactories.type(Saved.class))
                .actual();
    }

    static StoredSession current(SaveResult result) {
        return assertThat(result)
                .asInstanceOf(InstanceOfAssertFactories.type(Stale.class))
                .actual()
                .current();
    }
}
