package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What two stores are told while sessions move from one to the other: attributes under names that nobody above can reach. A
 * record that bears {@link #MOVING} has begun to move and holds everything still; one that bears {@link #ENDED} is no session.
 */
final class MigrationMark {

    /** In the store that is left: whoever sees it finishes the move. */
    static final String MOVING = "$moving";

    /** In the store that is moved to: the session has ended, and nobody who is late may bring it. */
    static final String ENDED = "$ended";

    /** Longer than any node can be about to finish a move that it has begun. */
    private static final Duration LATE = Duration.ofHours(1);

    private static final byte[] SET = {1};

    private MigrationMark() {}

    static boolean bears(StoredSession session, String mark) {
        return session.attributes().get(mark) != null;
    }

    /** The same changes, which the store answers by <em>stale</em> where the record bears the mark. */
    static Changes unless(String mark, Changes changes) {
        Map<String, Optional<byte[]>> expected = new HashMap<>(changes.expected());
        expected.put(mark, Optional.empty());
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

    /** Marks a record as moving, once, and changes nothing else. */
    static Changes moving(StoredSession session) {
        return unless(MOVING, Changes.of(Map.of(MOVING, SET), Set.of(), session.lastSeenAt(), session.expiresAt()));
    }

    /** The record as it was before it was marked. */
    static StoredSession unmarked(StoredSession session) {
        Map<String, byte[]> attributes = new HashMap<>(session.attributes().toMap());
        attributes.remove(MOVING);
        return new StoredSession(
                session.key(),
                PackedAttributes.of(attributes),
                session.createdAt(),
                session.lastSeenAt(),
                session.expiresAt(),
                session.endsAt(),
                session.owner(),
                session.device(),
                null);
    }

    /** What stands in the place of a session that has ended. */
    static StoredSession ended(StoreKey key, Instant now) {
        Instant end = now.plus(LATE);
        return new StoredSession(key, PackedAttributes.of(Map.of(ENDED, SET)), now, now, end, end, null, null, null);
    }
}
