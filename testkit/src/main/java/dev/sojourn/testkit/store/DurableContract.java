package dev.sojourn.testkit.store;

import static dev.sojourn.testkit.store.Records.attributes;
import static dev.sojourn.testkit.store.Records.newKey;
import static dev.sojourn.testkit.store.Records.put;
import static dev.sojourn.testkit.store.Records.saved;
import static dev.sojourn.testkit.store.Records.session;
import static dev.sojourn.testkit.store.Records.touch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The part of the exam for stores that are {@link dev.sojourn.session.store.Durable}; to be implemented beside
 * {@link SessionStoreContract}.
 */
public interface DurableContract extends StoreUnderExam {

    /**
     * The same place opened once more, after {@link #store()} was closed, as a restarted application does.
     *
     * @throws Exception when it cannot be opened, which fails the test
     */
    SessionStore reopen() throws Exception;

    /** Every acknowledged write is there after a restart. */
    @Test
    default void whatWasAcknowledgedIsThereAfterARestart() throws Exception {
        List<StoredSession> created = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            created.add(stored("number", "" + i));
        }
        StoredSession changed = stored("a", "1", "b", "2");
        StoredSession expected =
                saved(store().save(changed, put(start(), "a", "one"), start())).session();
        store().close();

        try (SessionStore again = reopen()) {
            for (StoredSession session : created) {
                StoredSession found = again.find(session.key(), start()).orElseThrow();
                assertThat(found.withVersion(null)).isEqualTo(session.withVersion(null));
            }
            StoredSession found = again.find(changed.key(), start()).orElseThrow();
            assertThat(found.withVersion(null)).isEqualTo(expected.withVersion(null));
        }
    }

    /** What was deleted or left behind by a renewal does not come back. */
    @Test
    default void whatEndedHasEndedAfterARestart() throws Exception {
        StoredSession deleted = stored("a", "1");
        store().delete(deleted.key(), start());
        StoredSession renewed = stored("a", "1");
        StoreKey next = newKey();
        saved(store().renew(renewed, next, touch(start()), start()));
        store().close();

        try (SessionStore again = reopen()) {
            assertThat(again.find(deleted.key(), start())).isEmpty();
            assertThat(again.find(renewed.key(), start())).isEmpty();
            assertThat(again.find(next, start())).isPresent();
            assertThat(again.save(deleted, put(start(), "late", "1"), start())).isEqualTo(new Gone());
            assertThat(again.save(renewed, put(start(), "late", "1"), start())).isEqualTo(new Gone());
        }
    }

    /** Deadlines run on while the store is closed. */
    @Test
    default void deadlinesHoldAcrossARestart() throws Exception {
        StoredSession session = stored("a", "1");
        store().close();
        try (SessionStore again = reopen()) {
            assertThat(again.find(session.key(), session.expiresAt().minusMillis(1)))
                    .isPresent();
            assertThat(again.find(session.key(), session.expiresAt())).isEmpty();
        }
    }

    /** What was found before a restart can be saved after it, merged as ever. */
    @Test
    default void whatWasFoundBeforeARestartCanBeSavedAfterIt() throws Exception {
        StoredSession found = stored("a", "1");
        saved(store().save(found, put(start(), "b", "2"), start()));
        store().close();
        try (SessionStore again = reopen()) {
            saved(again.save(found, put(start(), "c", "3"), start()));
            assertThat(again.find(found.key(), start()).orElseThrow().attributes())
                    .isEqualTo(PackedAttributes.of(attributes("a", "1", "b", "2", "c", "3")));
        }
    }

    private StoredSession stored(String... namesAndValues) {
        return saved(store().create(session(newKey(), start(), namesAndValues), start()))
                .session();
    }
}
