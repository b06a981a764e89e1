package dev.sojourn.session.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What two stores are told while sessions move from one to the other: attributes under names that nobody above can reach. A
 * record that bears {@link #MOVING} has begun to move and holds everything still; one that bears {@link #ARRIVING} is no session
 * yet, and may never be one.
 */
final class MigrationMark {

    /** In the store that is left: whoever sees it finishes the move. Says which copy is chosen, once there is one. */
    static final String MOVING = "$moving";

    /** In the store that is moved to: a copy, and which one. */
    static final String ARRIVING = "$arriving";

    private static final byte[] NONE_CHOSEN = {1};

    private MigrationMark() {}

    static boolean bears(StoredSession session, String mark) {
        return session.attributes().get(mark) != null;
    }

    /** The same changes, which the store answers by <em>stale</em> where the record bears the mark. */
    static Changes unless(String mark, Changes changes) {
        Map<String, Optional<byte[]>> expected = new HashMap<>(changes.expected());
        expected.put(mark, Optional.empty());
        return expecting(changes, expected);
    }

    /** Marks a record as moving, once, and changes nothing else. */
    static Changes moving(StoredSession session) {
        return unless(MOVING, change(session, Map.of(MOVING, NONE_CHOSEN), Set.of()));
    }

    /** A copy of a marked record, unlike any other copy of it. */
    static StoredSession copy(StoredSession marked) {
        Map<String, byte[]> attributes = new HashMap<>(marked.attributes().toMap());
        attributes.remove(MOVING);
        attributes.put(ARRIVING, UUID.randomUUID().toString().getBytes(US_ASCII));
        return new StoredSession(
                marked.key(),
                PackedAttributes.of(attributes),
                marked.createdAt(),
                marked.lastSeenAt(),
                marked.expiresAt(),
                marked.endsAt(),
                marked.owner(),
                marked.device(),
                null);
    }

    /** Chooses a copy, where none is chosen yet. */
    static Changes choosing(StoredSession marked, StoredSession copy) {
        Changes choice = change(marked, Map.of(MOVING, which(copy)), Set.of());
        return expecting(choice, Map.of(MOVING, Optional.of(NONE_CHOSEN)));
    }

    /** Whether a copy is chosen for a marked record. */
    static boolean hasChosen(StoredSession marked) {
        return !Arrays.equals(marked.attributes().get(MOVING), NONE_CHOSEN);
    }

    static boolean isChosen(StoredSession marked, StoredSession copy) {
        return Arrays.equals(marked.attributes().get(MOVING), copy.attributes().get(ARRIVING));
    }

    /** Makes exactly this copy the session. */
    static Changes arrived(StoredSession copy) {
        return expecting(change(copy, Map.of(), Set.of(ARRIVING)), Map.of(ARRIVING, Optional.of(which(copy))));
    }

    private static byte[] which(StoredSession copy) {
        byte @Nullable [] which = copy.attributes().get(ARRIVING);
        if (which == null) {
            throw new IllegalArgumentException("this is a session, not a copy that arrives");
        }
        return which;
    }

    private static Changes change(StoredSession session, Map<String, byte[]> set, Set<String> removed) {
        return Changes.of(set, removed, session.lastSeenAt(), session.expiresAt());
    }

    private static Changes expecting(Changes changes, Map<String, Optional<byte[]>> expected) {
        return new Changes(
                changes.set(),
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
