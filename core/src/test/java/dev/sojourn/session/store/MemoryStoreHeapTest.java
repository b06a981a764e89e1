package dev.sojourn.session.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.token.StoreKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a session costs on the heap; other implementations were measured at 659 and 913 bytes with the same attributes. */
class MemoryStoreHeapTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final int SESSIONS = 200_000;
    private static final int LIMIT = 330;
    private static final int ATTEMPTS = 3;

    private final Random random = new Random(20_260_301);

    @Test
    void aSessionOfThreeSmallAttributesTakesAtMost330Bytes() {
        assertThat(leastBytesPerSession(MemoryStore.builder().maxSessions(2 * SESSIONS)))
                .isBetween(LIMIT / 2, LIMIT);
    }

    @Test
    void soItDoesWhereBytesAreCountedAndTheyAreCountedAboutRight() {
        int measured = leastBytesPerSession(MemoryStore.builder().maxBytes(2L * LIMIT * SESSIONS));
        assertThat(measured).isBetween(LIMIT / 2, LIMIT);
        assertThat(new HeldSession(session()).weight()).isBetween(measured * 9 / 10, measured * 5 / 4);
    }

    /** The least of a few attempts: what others left behind on the heap can only add. */
    private int leastBytesPerSession(MemoryStore.Builder builder) {
        int least = Integer.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && least > LIMIT; attempt++) {
            long before = usedHeap();
            MemoryStore store = builder.build();
            for (int i = 0; i < SESSIONS; i++) {
                store.create(session(), NOW);
            }
            least = Math.min(least, (int) ((usedHeap() - before) / SESSIONS));
            store.close(); // not before: it must be reachable while it is measured
        }
        return least;
    }

    private StoredSession session() {
        ByteBuffer key = ByteBuffer.allocate(32);
        random.nextBytes(key.array());
        Map<String, byte[]> attributes = Map.of(
                "user", "alice".getBytes(StandardCharsets.UTF_8),
                "visits", new byte[] {7},
                "theme", "dark".getBytes(StandardCharsets.UTF_8));
        return new StoredSession(
                StoreKey.ofBytes(key.array()),
                PackedAttributes.of(attributes),
                NOW,
                NOW,
                NOW.plusSeconds(1_980),
                NOW.plusSeconds(43_200),
                null,
                null,
                null);
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }
}
