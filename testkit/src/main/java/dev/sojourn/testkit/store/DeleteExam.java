package dev.sojourn.testkit.store;

import static dev.sojourn.testkit.store.Records.newKey;
import static dev.sojourn.testkit.store.Records.put;
import static dev.sojourn.testkit.store.Records.saved;
import static dev.sojourn.testkit.store.Records.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import org.junit.jupiter.api.Test;

/** What {@code delete} promises. */
interface DeleteExam extends StoreUnderExam {

    @Test
    default void aDeletedSessionIsAbsent() {
        StoreKey key = newKey();
        store().create(session(key, start(), "a", "1"), start());
        store().delete(key, start());
        assertThat(store().find(key, start())).isEmpty();
    }

    @Test
    default void deletingTwiceOrTheUnknownIsNothing() {
        StoreKey key = newKey();
        store().create(session(key, start(), "a", "1"), start());
        store().delete(key, start());
        store().delete(key, start());
        store().delete(newKey(), start());
        assertThat(store().find(key, start())).isEmpty();
    }

    @Test
    default void deletingLeavesOtherSessionsAlone() {
        StoreKey deleted = newKey();
        StoreKey other = newKey();
        store().create(session(deleted, start(), "a", "1"), start());
        store().create(session(other, start(), "a", "1"), start());
        store().delete(deleted, start());
        assertThat(store().find(other, start())).isPresent();
    }

    @Test
    default void aSaveAfterDeleteIsGoneAndRevivesNothing() {
        StoreKey key = newKey();
        StoredSession found =
                saved(store().create(session(key, start(), "a", "1"), start())).session();
        store().delete(key, start());

        assertThat(store().save(found, put(start(), "a", "2"), start())).isEqualTo(new Gone());
        assertThat(store().save(found, put(start()), start())).isEqualTo(new Gone());
        assertThat(store().find(key, start())).isEmpty();
    }

    @Test
    default void aRenewalAfterDeleteIsGoneAndRevivesNothing() {
        StoreKey key = newKey();
        StoreKey next = newKey();
        StoredSession found =
                saved(store().create(session(key, start(), "a", "1"), start())).session();
        store().delete(key, start());

        assertThat(store().renew(found, next, put(start()), start())).isEqualTo(new Gone());
        assertThat(store().find(key, start())).isEmpty();
        assertThat(store().find(next, start())).isEmpty();
    }
}
