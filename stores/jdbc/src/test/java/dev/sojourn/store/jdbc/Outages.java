package dev.sojourn.store.jdbc;

import static dev.sojourn.store.jdbc.Sessions.NOW;
import static dev.sojourn.store.jdbc.Sessions.newKey;
import static dev.sojourn.store.jdbc.Sessions.put;
import static dev.sojourn.store.jdbc.Sessions.saved;
import static dev.sojourn.store.jdbc.Sessions.session;
import static dev.sojourn.store.jdbc.Sessions.touch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What every database's outage must look like. */
final class Outages {

    private static final Duration LONGEST = Duration.ofMillis(3_500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Outages() {}

    static void assertFailsInTime(ThrowingCallable call) {
        long start = System.nanoTime();
        assertThatThrownBy(call).isInstanceOf(StoreException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
    }

    /** Neither a read nor a write is answered. */
    static void assertNobodyAnswers(JdbcStore store, StoredSession found) {
        assertFailsInTime(() -> store.find(found.key(), NOW));
        assertFailsInTime(() -> store.sessionsOf("alice", NOW));
        assertNothingCanBeWritten(store, found);
    }

    /** Whatever writes is a failure, and none takes the session for gone or its key for free. */
    static void assertNothingCanBeWritten(JdbcStore store, StoredSession found) {
        assertFailsInTime(() -> store.create(session(), NOW));
        assertFailsInTime(() -> store.save(found, put("a", "1"), NOW));
        assertFailsInTime(() -> store.save(found, touch(), NOW));
        assertFailsInTime(() -> store.renew(found, newKey(), put("a", "1"), NOW));
        assertFailsInTime(() -> store.delete(found.key(), NOW));
        assertFailsInTime(() -> store.endSessionsOf("alice", null, NOW));
        assertFailsInTime(() -> store.takePlace("alice", newKey(), null, 3, NOW));
        assertFailsInTime(() -> store.deleteExpired(NOW.plusSeconds(86_400)));
    }

    /** All that a store does is done, and what was found before the outage is as it was. */
    static void assertWellAgain(JdbcStore store, StoredSession found) {
        assertThat(onceWell(() -> store.find(found.key(), NOW))).contains(found);
        assertThat(store.sessionsOf("alice", NOW)).isEqualTo(List.of(found));
        StoredSession saved = saved(store.save(found, put("a", "1"), NOW));
        StoredSession moved = saved(store.renew(saved, newKey(), touch(), NOW));
        StoredSession other = saved(store.create(session(), NOW));
        store.delete(moved.key(), NOW);
        assertThat(store.sessionsOf("alice", NOW)).isEqualTo(List.of(other));
    }

    /** Asks until it is answered again; who never is fails. */
    static <T> T onceWell(Supplier<T> call) {
        long start = System.nanoTime();
        while (true) {
            try {
                return call.get();
            } catch (StoreException down) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw down;
                }
            }
        }
    }
}
