package dev.sojourn.store.redis;

import dev.sojourn.session.store.InvalidRecordException;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session as the fields of a hash: single letters for what every session has, {@code a} and its name for an attribute. */
final class SessionHash {

    /** A hash that has this field marks a key under which there is no session. */
    static final String MARK = "t";

    private static final char ATTRIBUTE = 'a';

    private SessionHash() {}

    /** The name of the field of an attribute. */
    static byte[] field(String attribute) {
        return bytes(ATTRIBUTE + attribute);
    }

    /** Field, value, field, value. */
    static List<byte[]> of(StoredSession session, long version, @Nullable String ownerTag) {
        List<byte[]> fields = new ArrayList<>();
        add(fields, "v", Long.toString(version));
        add(fields, "c", millis(session.createdAt()));
        add(fields, "l", millis(session.lastSeenAt()));
        add(fields, "x", millis(session.expiresAt()));
        add(fields, "e", millis(session.endsAt()));
        if (session.owner() != null && ownerTag != null) {
            add(fields, "o", session.owner());
            add(fields, "i", ownerTag);
        }
        if (session.device() != null) {
            add(fields, "d", session.device());
        }
        session.attributes().toMap().forEach((name, value) -> {
            fields.add(field(name));
            fields.add(value);
        });
        return fields;
    }

    /**
     * The session of a hash; its version is the text of the field.
     *
     * @throws InvalidRecordException when what every session has is missing or no number
     */
    static StoredSession parse(StoreKey key, Map<String, byte[]> hash) throws InvalidRecordException {
        Map<String, byte[]> facts = new HashMap<>();
        Map<String, byte[]> attributes = new HashMap<>();
        hash.forEach((name, value) -> {
            if (!name.isEmpty() && name.charAt(0) == ATTRIBUTE) {
                attributes.put(name.substring(1), value);
            } else {
                facts.put(name, value);
            }
        });
        byte[] version = facts.get("v");
        if (version == null) {
            throw new InvalidRecordException("the hash has no version");
        }
        return new StoredSession(
                key,
                PackedAttributes.of(attributes),
                time(facts, "c"),
                time(facts, "l"),
                time(facts, "x"),
                time(facts, "e"),
                text(facts, "o"),
                text(facts, "d"),
                text(version));
    }

    private static Instant time(Map<String, byte[]> facts, String field) throws InvalidRecordException {
        byte[] millis = facts.get(field);
        try {
            if (millis != null) {
                return Instant.ofEpochMilli(Long.parseLong(text(millis)));
            }
        } catch (NumberFormatException malformed) {
            throw new InvalidRecordException("field " + field + " of the hash is no time", malformed);
        }
        throw new InvalidRecordException("the hash has no field " + field);
    }

    private static @Nullable String text(Map<String, byte[]> facts, String field) {
        byte[] value = facts.get(field);
        return value == null ? null : text(value);
    }

    private static void add(List<byte[]> fields, String field, String value) {
        fields.add(bytes(field));
        fields.add(bytes(value));
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String millis(Instant time) {
        return Long.toString(time.toEpochMilli());
    }
}
