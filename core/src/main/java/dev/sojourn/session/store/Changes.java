package dev.sojourn.session.store;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one request changed, to be merged into the record as it is now. Immutable; the arrays inside are not copied and must
 * not be changed.
 *
 * @param set attributes to write, by name
 * @param removed attributes to remove; no name stands in both
 * @param expected what must still be stored under a name for the changes to apply: these bytes, or empty for absent
 * @param createdAt a new beginning (sign-in); null leaves it
 * @param lastSeenAt the use to write down; an earlier one than stored is ignored
 * @param expiresAt the deadline to write; the later of this and the stored one stays, unless {@code createdAt} begins anew
 * @param endsAt the end of the lifetime of a new beginning; null leaves it
 * @param owner the owner's label to write; null leaves it
 * @param device the device label to write; null leaves it
 */
public record Changes(
        Map<String, byte[]> set,
        Set<String> removed,
        Map<String, Optional<byte[]>> expected,
        @Nullable Instant createdAt,
        Instant lastSeenAt,
        Instant expiresAt,
        @Nullable Instant endsAt,
        @Nullable String owner,
        @Nullable String device) {

    /** Copies the collections. */
    public Changes {
        set = Map.copyOf(set);
        removed = Set.copyOf(removed);
        expected = Map.copyOf(expected);
    }

    /** Changes that write attributes and times only. */
    public static Changes of(Map<String, byte[]> set, Set<String> removed, Instant lastSeenAt, Instant expiresAt) {
        return new Changes(set, removed, Map.of(), null, lastSeenAt, expiresAt, null, null, null);
    }

    /** True when the record still holds everything that was expected; stores answer <em>stale</em> otherwise. */
    public boolean expectationsHold(StoredSession current) {
        return expected.entrySet().stream()
                .allMatch(entry -> same(
                        current.attributes().get(entry.getKey()),
                        entry.getValue().orElse(null)));
    }

    /** The record as it is now with these changes merged in; its key and version are those of {@code current}. */
    public StoredSession applyTo(StoredSession current) {
        PackedAttributes attributes = current.attributes();
        if (!set.isEmpty() || !removed.isEmpty()) {
            Map<String, byte[]> merged = new LinkedHashMap<>(attributes.toMap());
            merged.keySet().removeAll(removed);
            merged.putAll(set);
            attributes = PackedAttributes.of(merged);
        }
        boolean restarted = createdAt != null;
        return new StoredSession(
                current.key(),
                attributes,
                createdAt != null ? createdAt : current.createdAt(),
                restarted ? lastSeenAt : later(lastSeenAt, current.lastSeenAt()),
                restarted ? expiresAt : later(expiresAt, current.expiresAt()),
                endsAt != null ? endsAt : current.endsAt(),
                owner != null ? owner : current.owner(),
                device != null ? device : current.device(),
                current.version());
    }

    /** The names that these changes write and somebody else has written since {@code found} was read, in order. */
    public Set<String> overwritten(StoredSession found, StoredSession current) {
        Set<String> names = new TreeSet<>(set.keySet());
        names.addAll(removed);
        names.removeIf(
                name -> same(found.attributes().get(name), current.attributes().get(name)));
        return names;
    }

    private static boolean same(byte @Nullable [] one, byte @Nullable [] other) {
        return Arrays.equals(one, other);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
