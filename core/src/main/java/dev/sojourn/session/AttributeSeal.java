package dev.sojourn.session;

import dev.sojourn.session.seal.AtRestKey;
import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.StoredSession;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Seals each attribute of one session by itself, so that stores merge sealed attributes as they merge others. A session that was
 * opened carries its record along as its version: what was not changed is never sealed again, and what an update expects is
 * asked of the store in the bytes that it keeps.
 */
final class AttributeSeal implements RecordSeal {

    /** Where a session came from: the version of one that was opened here. */
    record Opened(StoredSession record, AttributeSeal seal) {}

    private final AtRestKey key;

    AttributeSeal(AtRestKey key) {
        this.key = key;
    }

    @Override
    public @Nullable StoredSession open(StoredSession record) {
        Map<String, byte[]> attributes = record.attributes().toMap();
        for (Map.Entry<String, byte[]> attribute : attributes.entrySet()) {
            byte[] value = key.open(attribute.getKey(), attribute.getValue());
            if (value == null) {
                return null;
            }
            attribute.setValue(value);
        }
        return with(record, PackedAttributes.of(attributes)).withVersion(new Opened(record, this));
    }

    @Override
    public StoredSession seal(StoredSession session) {
        return with(session, PackedAttributes.of(sealed(session.attributes().toMap())));
    }

    @Override
    public StoredSession record(StoredSession session) {
        return ((Opened) Objects.requireNonNull(session.version())).record();
    }

    @Override
    public @Nullable Changes seal(StoredSession session, Changes changes) {
        Map<String, Optional<byte[]>> expected = expected(session, changes);
        return expected == null ? null : with(changes, sealed(changes.set()), expected);
    }

    /** Every attribute is sealed anew; nothing of the old key is to be opened under the next one. */
    @Override
    public @Nullable Changes move(StoredSession session, Changes changes, RecordSeal next) {
        Map<String, Optional<byte[]>> expected = expected(session, changes);
        StoredSession moved = next.seal(changes.applyTo(session));
        return expected == null ? null : with(changes, moved.attributes().toMap(), expected);
    }

    private Map<String, byte[]> sealed(Map<String, byte[]> values) {
        Map<String, byte[]> sealed = new LinkedHashMap<>();
        values.forEach((name, value) -> sealed.put(name, key.seal(name, value)));
        return sealed;
    }

    /** What changes expect, in the bytes that the store keeps. */
    private @Nullable Map<String, Optional<byte[]>> expected(StoredSession session, Changes changes) {
        StoredSession record = record(session);
        Map<String, Optional<byte[]>> expected = new LinkedHashMap<>();
        for (Map.Entry<String, Optional<byte[]>> entry : changes.expected().entrySet()) {
            String name = entry.getKey();
            byte[] value = entry.getValue().orElse(null);
            if (!Arrays.equals(value, session.attributes().get(name))) {
                return null;
            }
            expected.put(name, Optional.ofNullable(record.attributes().get(name)));
        }
        return expected;
    }

    private static StoredSession with(StoredSession session, PackedAttributes attributes) {
        return new StoredSession(
                session.key(),
                attributes,
                session.createdAt(),
                session.lastSeenAt(),
                session.expiresAt(),
                session.endsAt(),
                session.owner(),
                session.device(),
                session.version());
    }

    private static Changes with(Changes changes, Map<String, byte[]> set, Map<String, Optional<byte[]>> expected) {
        return new Changes(
                set,
                changes.removed(),
                expected,
                changes.createdAt(),
                changes.lastSeenAt(),
                changes.expiresAt(),
                changes.endsAt(),
                changes.owner(),
                changes.device());
    }
}
