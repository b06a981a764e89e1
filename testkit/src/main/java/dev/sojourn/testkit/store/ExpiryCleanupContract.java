package dev.sojourn.testkit.store;

import static dev.sojourn.testkit.store.Records.IDLE;
import static dev.sojourn.testkit.store.Records.newKey;
import static dev.sojourn.testkit.store.Records.put;
import static dev.sojourn.testkit.store.Records.saved;
import static dev.sojourn.testkit.store.Records.session;
import static dev.sojourn.testkit.store.Records.touch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.ExpiryCleanup;
import dev.sojourn.session.store.StoredSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * The part of the exam for stores that are {@link ExpiryCleanup}; to be implemented beside {@link SessionStoreContract}.
 *
 * <p>Whether a record was really removed shows when it is asked for at a time before its deadline.
 */
public interface ExpiryCleanupContract extends StoreUnderExam {

    /** The long dead go, and their number is told. */
    @Test
    default void whatIsLongDeadIsRemovedAndCounted() {
        List<StoredSession> dead = stored(20, start().plus(IDLE));
        int removed = cleanup().deleteExpired(start().plus(IDLE).plusSeconds(120));

        assertThat(removed).isEqualTo(20);
        for (StoredSession session : dead) {
            assertThat(store().find(session.key(), start())).isEmpty();
        }
        assertThat(cleanup().deleteExpired(start().plus(IDLE).plusSeconds(180))).isZero();
    }

    /** The living stay, however many dead lie around them. */
    @Test
    default void theLivingAreLeftAlone() {
        Instant now = start().plus(IDLE).plusSeconds(120);
        stored(50, start().plus(IDLE));
        List<StoredSession> alive = stored(5, now.plusMillis(1));
        cleanup().deleteExpired(now);
        for (StoredSession session : alive) {
            assertThat(store().find(session.key(), now)).isPresent();
        }
    }

    /** A clock that is corrected by less than a minute finds its sessions again. */
    @Test
    default void whatDiedWithinTheLastMinuteIsSpared() {
        List<StoredSession> dying = stored(5, start().plus(IDLE));
        assertThat(cleanup().deleteExpired(start().plus(IDLE).plusSeconds(59))).isZero();
        for (StoredSession session : dying) {
            assertThat(store().find(session.key(), start())).isPresent();
        }
    }

    /** What counts is the deadline of the last write, not of the first. */
    @Test
    default void aSessionKeptAliveIsNotRemoved() {
        StoredSession found = stored(1, start().plus(IDLE)).get(0);
        Instant used = start().plus(IDLE).minusSeconds(1);
        saved(store().save(found, touch(used), used));
        Instant now = start().plus(IDLE).plusSeconds(120);
        assertThat(cleanup().deleteExpired(now)).isZero();
        assertThat(store().find(found.key(), now)).isPresent();
    }

    /** Cleaning and requests do not disturb one another. */
    @Test
    default void requestsGoOnWhileTheDeadAreRemoved() {
        Instant now = start().plus(IDLE).plusSeconds(120);
        stored(200, start().plus(IDLE));
        List<StoredSession> alive = stored(8, now.plus(IDLE));
        List<Callable<?>> calls = new ArrayList<>();
        calls.add(() -> cleanup().deleteExpired(now));
        for (StoredSession session : alive) {
            calls.add(() -> saved(store().save(session, put(now, "during", "1"), now)));
        }
        try (Race race = new Race()) {
            race.run(calls);
        }
        for (StoredSession session : alive) {
            assertThat(store().find(session.key(), now)
                            .orElseThrow()
                            .attributes()
                            .names())
                    .containsExactly("during");
        }
    }

    private ExpiryCleanup cleanup() {
        return store().capability(ExpiryCleanup.class).orElseThrow();
    }

    private List<StoredSession> stored(int count, Instant expiresAt) {
        List<StoredSession> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StoredSession session = session(newKey(), start(), expiresAt, null, Map.of());
            sessions.add(saved(store().create(session, start())).session());
        }
        return sessions;
    }
}
