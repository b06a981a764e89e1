package dev.sojourn.session.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.CompareAndSetBackend.Seen;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is near takes no more of the heap than it was given. */
class NearCacheTest {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final int EACH = 100_000;

    private static StoredSession read(Object mark, byte[] bytes) {
        StoreKey key = StoreKey.of(SessionToken.random(), "test");
        Instant end = NOW.plusSeconds(60);
        return new StoredSession(key, PackedAttributes.EMPTY, NOW, NOW, end, end, null, null, null)
                .withVersion(new CompareAndSetStore.Version(1, new Seen(bytes, mark)));
    }

    private static long kept(List<StoredSession> sessions) {
        Bound bound = new Bound();
        bound.maxBytes(10 * EACH);
        NearCache near = new NearCache(bound);
        sessions.forEach(session -> near.put(near.begin(session.key()), session));
        return sessions.stream()
                .filter(session -> near.get(session.key()) != null)
                .count();
    }

    @Test
    void theBytesThatARecordIsComparedByCount() {
        List<StoredSession> sessions =
                Stream.generate(() -> read(7L, new byte[EACH])).limit(100).toList();
        assertThat(kept(sessions)).isBetween(5L, 10L);
    }

    @Test
    void theTextThatARecordIsComparedByCounts() {
        List<StoredSession> sessions = Stream.generate(() -> read("x".repeat(EACH), new byte[0]))
                .limit(100)
                .toList();
        assertThat(kept(sessions)).isBetween(5L, 10L);
    }
}
