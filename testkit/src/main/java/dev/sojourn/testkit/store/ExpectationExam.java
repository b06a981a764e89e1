package dev.sojourn.testkit.store;

import static dev.sojourn.testkit.store.Records.IDLE;
import static dev.sojourn.testkit.store.Records.bytes;
import static dev.sojourn.testkit.store.Records.current;
import static dev.sojourn.testkit.store.Records.newKey;
import static dev.sojourn.testkit.store.Records.put;
import static dev.sojourn.testkit.store.Records.remove;
import static dev.sojourn.testkit.store.Records.replace;
import static dev.sojourn.testkit.store.Records.saved;
import static dev.sojourn.testkit.store.Records.session;
import static dev.sojourn.testkit.store.Records.take;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code save} promises where the changes expect something of the record. */
interface ExpectationExam extends StoreUnderExam {

    @Test
    default void expectationsThatHoldLetTheSaveThrough() {
        StoredSession found = counted("7");
        saved(store().save(found, replace(start(), "count", bytes("7"), bytes("8")), start()));
        saved(store().save(found, replace(start(), "absent", null, bytes("1")), start()));
        StoredSession read = store().find(found.key(), start()).orElseThrow();
        assertThat(read.attributes().get("count")).isEqualTo(bytes("8"));
        assertThat(read.attributes().get("absent")).isEqualTo(bytes("1"));
    }

    @Test
    default void expectationsAreJudgedOnTheRecordAsItIsNotAsItWasFound() {
        StoredSession found = counted("7");
        saved(store().save(found, put(start(), "other", "1"), start()));
        saved(store().save(found, replace(start(), "count", bytes("7"), bytes("8")), start()));
    }

    @Test
    default void aValueThatChangedMeanwhileIsStale() {
        StoredSession found = counted("7");
        saved(store().save(found, put(start(), "count", "8"), start()));
        assertStale(found, replace(start(), "count", bytes("7"), bytes("8")));
    }

    @Test
    default void aValueThatWentMeanwhileIsStale() {
        StoredSession found = counted("7");
        saved(store().save(found, remove(start(), "count"), start()));
        assertStale(found, replace(start(), "count", bytes("7"), bytes("8")));
        assertStale(found, take(start(), "count", bytes("7")));
    }

    @Test
    default void aValueThatCameMeanwhileIsStale() {
        StoredSession found = counted("7");
        saved(store().save(found, put(start(), "new", "1"), start()));
        assertStale(found, replace(start(), "new", null, bytes("2")));
    }

    @Test
    default void anExpectationThatNeverHeldIsStale() {
        StoredSession found = counted("7");
        assertStale(found, replace(start(), "count", bytes("6"), bytes("8")));
        assertStale(found, replace(start(), "count", null, bytes("8")));
        assertStale(found, replace(start(), "absent", bytes("1"), bytes("8")));
    }

    @Test
    default void anEmptyValueIsNotExpectedAsAbsentNorTheOtherWayRound() {
        StoredSession found = saved(store().create(session(newKey(), start(), "empty", ""), start()))
                .session();
        assertStale(found, replace(start(), "empty", null, bytes("1")));
        assertStale(found, replace(start(), "absent", bytes(""), bytes("1")));
        saved(store().save(found, replace(start(), "empty", bytes(""), bytes("1")), start()));
    }

    @Test
    default void oneFailedExpectationAmongManyStopsTheWholeSave() {
        StoredSession found = counted("7");
        Changes changes = new Changes(
                Map.of("a", bytes("1"), "count", bytes("8")),
                Set.of("b"),
                Map.of("count", Optional.of(bytes("7")), "a", Optional.empty(), "b", Optional.of(bytes("2"))),
                null,
                start(),
                start().plus(IDLE),
                null,
                "alice",
                null);
        assertStale(found, changes);
    }

    @Test
    default void anExpectationMayConcernAnAttributeThatIsNotWritten() {
        StoredSession found = counted("7");
        Changes changes = new Changes(
                Map.of("a", bytes("1")),
                Set.of(),
                Map.of("count", Optional.of(bytes("6"))),
                null,
                start(),
                start().plus(IDLE),
                null,
                null,
                null);
        assertStale(found, changes);
    }

    @Test
    default void theRecordInAStaleAnswerCanBeSaved() {
        StoredSession found = counted("7");
        saved(store().save(found, put(start(), "count", "8"), start()));
        StoredSession current =
                current(store().save(found, replace(start(), "count", bytes("7"), bytes("8")), start()));

        byte[] count = current.attributes().get("count");
        assertThat(count).isEqualTo(bytes("8"));
        saved(store().save(current, replace(start(), "count", count, bytes("9")), start()));
        assertThat(store().find(found.key(), start()).orElseThrow().attributes().get("count"))
                .isEqualTo(bytes("9"));
    }

    @Test
    default void expectationsOfADeadSessionAreGoneNotStale() {
        StoredSession found = counted("7");
        store().delete(found.key(), start());
        assertThat(store().save(found, replace(start(), "count", null, bytes("8")), start()))
                .isEqualTo(new Gone());
    }

    private StoredSession counted(String count) {
        StoreKey key = newKey();
        saved(store().create(session(key, start(), "count", count), start()));
        return store().find(key, start()).orElseThrow();
    }

    /** Answered stale with the record as it is, and nothing of the changes written. */
    private void assertStale(StoredSession found, Changes changes) {
        StoredSession before = store().find(found.key(), start()).orElseThrow();
        StoredSession current = current(store().save(found, changes, start()));
        StoredSession after = store().find(found.key(), start()).orElseThrow();
        assertThat(current.withVersion(null)).isEqualTo(before.withVersion(null));
        assertThat(after.withVersion(null)).isEqualTo(before.withVersion(null));
    }
}
