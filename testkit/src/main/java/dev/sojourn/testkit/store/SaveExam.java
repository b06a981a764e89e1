package dev.sojourn.testkit.store;

import static dev.sojourn.testkit.store.Records.IDLE;
import static dev.sojourn.testkit.store.Records.attributes;
import static dev.sojourn.testkit.store.Records.newKey;
import static dev.sojourn.testkit.store.Records.owner;
import static dev.sojourn.testkit.store.Records.put;
import static dev.sojourn.testkit.store.Records.remove;
import static dev.sojourn.testkit.store.Records.saved;
import static dev.sojourn.testkit.store.Records.session;
import static dev.sojourn.testkit.store.Records.touch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code save} promises where nothing was expected of the record. */
interface SaveExam extends StoreUnderExam {

    @Test
    default void savingMergesByAttribute() {
        StoredSession found = stored("kept", "1", "replaced", "2", "removed", "3");
        Changes changes = Changes.of(
                attributes("replaced", "two", "added", "4"),
                Set.of("removed", "never there"),
                start(),
                start().plus(IDLE));

        saved(store().save(found, changes, start()));
        assertHolds(found.key(), "kept", "1", "replaced", "two", "added", "4");
    }

    @Test
    default void savingAnswersTheRecordAsFindGivesIt() {
        StoredSession found = stored("a", "1");
        Instant later = start().plusSeconds(300);
        StoredSession answer =
                saved(store().save(found, put(later, "b", "2"), later)).session();

        StoredSession read = store().find(found.key(), later).orElseThrow();
        assertThat(answer.withVersion(null)).isEqualTo(read.withVersion(null));
        assertThat(answer.attributes()).isEqualTo(PackedAttributes.of(attributes("a", "1", "b", "2")));
    }

    @Test
    default void whatWasFoundBeforeAnotherWroteIsMergedIntoTheRecordAsItIs() {
        StoredSession found = stored("a", "1");
        saved(store().save(found, put(start(), "b", "2"), start()));
        saved(store().save(found, remove(start(), "a"), start()));

        saved(store().save(found, put(start(), "c", "3"), start()));
        assertHolds(found.key(), "b", "2", "c", "3");
    }

    @Test
    default void savingTheSameTwiceIsSavingItOnce() {
        StoredSession found = stored("a", "1", "b", "2");
        Changes changes = Changes.of(attributes("a", "one"), Set.of("b"), start(), start().plus(IDLE));
        saved(store().save(found, changes, start()));
        saved(store().save(found, changes, start()));
        assertHolds(found.key(), "a", "one");
    }

    @Test
    default void aSessionEmptiedOfItsAttributesStays() {
        StoredSession found = stored("a", "1");
        saved(store().save(found, remove(start(), "a"), start()));
        assertHolds(found.key());
    }

    @Test
    default void savingAfterTheDeadlineIsGoneHoweverLateTheNewDeadlineIs() {
        StoredSession found = stored("a", "1");
        Instant deadline = start().plus(IDLE);

        assertThat(store().save(found, put(deadline, "a", "2"), deadline)).isEqualTo(new Gone());
        assertThat(store().find(found.key(), deadline)).isEmpty();
    }

    @Test
    default void aSaveThatGoesNowhereWritesNothing() {
        StoredSession found = stored("a", "1");
        Instant deadline = start().plus(IDLE);
        store().save(found, put(deadline, "a", "2"), deadline);

        // A clock that was ahead of others found the session dead; for those it must be as it was.
        assertHolds(found.key(), "a", "1");
    }

    @Test
    default void theLaterDeadlineWins() {
        StoredSession found = stored("a", "1");
        Instant late = start().plus(IDLE).plusSeconds(500);
        Instant early = start().plusSeconds(10);
        store().save(found, Changes.of(Map.of(), Set.of(), start(), late), start());
        Saved second = saved(store().save(found, Changes.of(Map.of(), Set.of(), start(), early), start()));

        assertThat(second.session().expiresAt()).isEqualTo(late);
        assertThat(store().find(found.key(), late.minusMillis(1))).isPresent();
        assertThat(store().find(found.key(), late)).isEmpty();
    }

    @Test
    default void theLaterUseWins() {
        StoredSession found = stored("a", "1");
        Instant late = start().plusSeconds(500);
        store().save(found, touch(late), late);
        StoredSession second =
                saved(store().save(found, touch(start().plusSeconds(20)), late)).session();

        assertThat(second.lastSeenAt()).isEqualTo(late);
        assertThat(store().find(found.key(), late).orElseThrow().lastSeenAt()).isEqualTo(late);
    }

    @Test
    default void aTouchWritesTheTimesAlone() {
        StoredSession found = stored("a", "1");
        Instant later = start().plusSeconds(600);
        saved(store().save(found, touch(later), later));

        StoredSession read = store().find(found.key(), later).orElseThrow();
        assertThat(read.attributes()).isEqualTo(found.attributes());
        assertThat(read.createdAt()).isEqualTo(found.createdAt());
        assertThat(read.lastSeenAt()).isEqualTo(later);
        assertThat(read.expiresAt()).isEqualTo(later.plus(IDLE));
    }

    @Test
    default void aNewBeginningSetsItsOwnTimesEvenEarlierOnes() {
        StoredSession found = stored("a", "1");
        store().save(found, touch(start().plusSeconds(900)), start());
        Instant begin = start().plusSeconds(60);
        Instant deadline = begin.plusSeconds(120);
        Changes changes =
                new Changes(Map.of(), Set.of(), Map.of(), begin, begin, deadline, deadline.plusSeconds(60), null, null);
        saved(store().save(found, changes, begin));

        StoredSession read = store().find(found.key(), begin).orElseThrow();
        assertThat(read.createdAt()).isEqualTo(begin);
        assertThat(read.lastSeenAt()).isEqualTo(begin);
        assertThat(read.expiresAt()).isEqualTo(deadline);
        assertThat(read.endsAt()).isEqualTo(deadline.plusSeconds(60));
        assertThat(store().find(found.key(), deadline)).isEmpty();
    }

    @Test
    default void ownerAndDeviceAreSetAndStayUntilSetAgain() {
        StoredSession found = stored("a", "1");
        saved(store().save(found, owner(start(), "alice"), start()));
        Changes device = new Changes(
                Map.of(), Set.of(), Map.of(), null, start(), start().plus(IDLE), null, null, "Firefox on Linux");
        saved(store().save(found, device, start()));
        saved(store().save(found, put(start(), "b", "2"), start()));

        StoredSession read = store().find(found.key(), start()).orElseThrow();
        assertThat(read.owner()).isEqualTo("alice");
        assertThat(read.device()).isEqualTo("Firefox on Linux");
        saved(store().save(read, owner(start(), "bob"), start()));
        read = store().find(found.key(), start()).orElseThrow();
        assertThat(read.owner()).isEqualTo("bob");
        assertThat(read.device()).isEqualTo("Firefox on Linux");
    }

    @Test
    default void namesThatAnotherWroteMeanwhileAreToldAsOverwritten() {
        StoredSession found = stored("mine", "1", "theirs", "1", "both", "1", "taken", "1", "same", "1");
        Changes others = Changes.of(
                attributes("theirs", "2", "both", "2", "new", "2"), Set.of("taken"), start(), start().plus(IDLE));
        saved(store().save(found, others, start()));

        Changes changes = Changes.of(
                attributes("mine", "3", "both", "3", "taken", "3", "same", "3"),
                Set.of("new"),
                start(),
                start().plus(IDLE));
        assertThat(saved(store().save(found, changes, start())).overwritten())
                .containsExactlyInAnyOrder("both", "taken", "new");
    }

    @Test
    default void whoMeetsNobodyOverwritesNothing() {
        StoredSession found = stored("a", "1");
        Saved first = saved(store().save(found, put(start(), "a", "2"), start()));
        assertThat(first.overwritten()).isEmpty();
        assertThat(saved(store().save(first.session(), put(start(), "a", "3"), start()))
                        .overwritten())
                .isEmpty();
        StoredSession read = store().find(found.key(), start()).orElseThrow();
        assertThat(saved(store().save(read, remove(start(), "a"), start())).overwritten())
                .isEmpty();
    }

    private StoredSession stored(String... namesAndValues) {
        StoreKey key = newKey();
        saved(store().create(session(key, start(), namesAndValues), start()));
        return store().find(key, start()).orElseThrow();
    }

    private void assertHolds(StoreKey key, String... namesAndValues) {
        StoredSession found = store().find(key, start()).orElseThrow();
        assertThat(found.attributes()).isEqualTo(PackedAttributes.of(attributes(namesAndValues)));
    }
}
