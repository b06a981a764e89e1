package dev.sojourn.store.jdbc;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Sessions for tests. */
final class Sessions {

    static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    static final Instant EXPIRY = NOW.plus(Duration.ofHours(1));

    private Sessions() {}

    static StoreKey newKey() {
        return StoreKey.of(SessionToken.random(), "test");
    }

    static StoredSession session() {
        return session(EXPIRY);
    }

    static StoredSession session(Instant expiresAt) {
        PackedAttributes attributes = PackedAttributes.of(Map.of("name", bytes("value")));
        return new StoredSession(newKey(), attributes, NOW, NOW, expiresAt, expiresAt, "alice", "Firefox", null);
    }

    static Changes put(String name, String value) {
        return Changes.of(Map.of(name, bytes(value)), Set.of(), NOW, EXPIRY);
    }

    static Changes touch() {
        return Changes.of(Map.of(), Set.of(), NOW, EXPIRY);
    }

    static StoredSession saved(SaveResult result) {
        if (result instanceof SaveResult.Saved saved) {
            return saved.session();
        }
        throw new AssertionError("not saved but " + result);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
