package dev.sojourn.store.file;

import static dev.sojourn.store.file.Records.EXPIRY;
import static dev.sojourn.store.file.Records.NOW;
import static dev.sojourn.store.file.Records.key;
import static dev.sojourn.store.file.Records.nothing;
import static dev.sojourn.store.file.Records.saved;
import static dev.sojourn.store.file.Records.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.StoredSession;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Find and save among many, beside the same among a thousand; every hundredth is dead and cleaned away. The printed medians
 * are for people; what is asserted is that all are found. {@code -Dsojourn.sessions=1000000} plays a million (4 GB of disk,
 * some minutes).
 */
class ManySessionsTest {

    private static final int MANY = Integer.getInteger("sojourn.sessions", 2_000);
    private static final int FEW = 1_000;
    private static final int PROBES = 500;

    @TempDir
    Path directory;

    @Test
    void manySessionsAreFoundSavedAndCleanedLikeFew() {
        try (FileStore store = FileStore.at(directory, Durability.RENAME_ONLY, event -> {})) {
            long create = fill(store, 0, FEW);
            measure(store, FEW, create);
            create = fill(store, FEW, MANY);
            measure(store, MANY, create);
            long begin = System.nanoTime();
            assertThat(store.deleteExpired(NOW)).isEqualTo(MANY / 100);
            System.out.printf("clean-up of %d among %d: %d ms%n", MANY / 100, MANY, millisSince(begin));
            assertThat(store.find(key("many0"), NOW)).isEmpty();
            assertThat(store.find(key("many" + (MANY - 1)), NOW)).isPresent();
        }
    }

    /** Answers the mean cost of a create. */
    private static long fill(FileStore store, int from, int to) {
        long begin = System.nanoTime();
        for (int i = from; i < to; i++) {
            Instant expiry = i % 100 == 0 ? NOW.minusSeconds(61) : EXPIRY;
            saved(store.create(session(key("many" + i), i, expiry), NOW));
        }
        return to == from ? 0 : (System.nanoTime() - begin) / (to - from);
    }

    private static void measure(FileStore store, int count, long create) {
        SplittableRandom random = new SplittableRandom(count);
        long[] find = new long[PROBES];
        long[] save = new long[PROBES];
        for (int probe = 0; probe < PROBES; probe++) {
            int i = random.nextInt(count / 100) * 100 + 1 + random.nextInt(99);
            long begin = System.nanoTime();
            StoredSession found = store.find(key("many" + i), NOW).orElseThrow();
            find[probe] = System.nanoTime() - begin;
            assertThat(Records.number(found)).isEqualTo(i);
            begin = System.nanoTime();
            saved(store.save(found, nothing(), NOW));
            save[probe] = System.nanoTime() - begin;
        }
        System.out.printf(
                "among %,d sessions, microseconds: create %.1f, find %.1f, save %.1f%n",
                count, create / 1e3, median(find), median(save));
    }

    private static double median(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / 1e3;
    }

    private static long millisSince(long begin) {
        return (System.nanoTime() - begin) / 1_000_000;
    }
}
