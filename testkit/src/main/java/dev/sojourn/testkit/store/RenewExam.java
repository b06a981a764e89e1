package dev.sojourn.testkit.store;

import static dev.sojourn.testkit.store.Records.IDLE;
import static dev.sojourn.testkit.store.Records.LIFETIME;
import static dev.sojourn.testkit.store.Records.attributes;
import static dev.sojourn.testkit.store.Records.current;
import static dev.sojourn.testkit.store.Records.newKey;
import static dev.sojourn.testkit.store.Records.put;
import static dev.sojourn.testkit.store.Records.saved;
import static dev.sojourn.testkit.store.Records.session;
import static dev.sojourn.testkit.store.Records.touch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Taken;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code renew} promises. */
interface RenewExam extends StoreUnderExam {

    @Test
    default void aRenewedSessionIsFoundUnderItsNewKeyAlone() {
        StoredSession found = stored();
        StoreKey next = newKey();
        Instant later = start().plusSeconds(300);
        StoredSession answer =
                saved(store().renew(found, next, touch(later), later)).session();

        assertThat(store().find(found.key(), later)).isEmpty();
        StoredSession moved = store().find(next, later).orElseThrow();
        assertThat(answer.withVersion(null)).isEqualTo(moved.withVersion(null));
        assertThat(moved.key()).isEqualTo(next);
        assertThat(moved.attributes()).isEqualTo(found.attributes());
        assertThat(moved.createdAt()).isEqualTo(found.createdAt());
        assertThat(moved.lastSeenAt()).isEqualTo(later);
        assertThat(moved.expiresAt()).isEqualTo(later.plus(IDLE));
        assertThat(moved.owner()).isEqualTo("alice");
        assertThat(moved.device()).isEqualTo("Firefox");
    }

    @Test
    default void changesAreMergedOnTheWay() {
        StoredSession found = stored();
        StoreKey next = newKey();
        Instant begin = start().plusSeconds(60);
        Changes signIn = new Changes(
                attributes("user", "bob"),
                Set.of("a"),
                Map.of(),
                begin,
                begin,
                begin.plusSeconds(120),
                begin.plusSeconds(7_200),
                "bob",
                "Chromium");
        saved(store().renew(found, next, signIn, begin));

        StoredSession moved = store().find(next, begin).orElseThrow();
        assertThat(moved.attributes()).isEqualTo(PackedAttributes.of(attributes("b", "2", "user", "bob")));
        assertThat(moved.createdAt()).isEqualTo(begin);
        assertThat(moved.expiresAt()).isEqualTo(begin.plusSeconds(120));
        assertThat(moved.endsAt()).isEqualTo(begin.plusSeconds(7_200));
        assertThat(moved.owner()).isEqualTo("bob");
        assertThat(moved.device()).isEqualTo("Chromium");
        assertThat(store().find(next, begin.plusSeconds(120))).isEmpty();
    }

    @Test
    default void savesThroughTheOldAnswerAreGone() {
        StoredSession found = stored();
        StoreKey next = newKey();
        saved(store().renew(found, next, touch(start()), start()));

        assertThat(store().save(found, put(start(), "late", "1"), start())).isEqualTo(new Gone());
        assertThat(store().find(found.key(), start())).isEmpty();
        assertThat(store().find(next, start()).orElseThrow().attributes()).isEqualTo(found.attributes());
    }

    @Test
    default void deletingTheOldKeyLeavesTheNewOneAlone() {
        StoredSession found = stored();
        StoreKey next = newKey();
        saved(store().renew(found, next, touch(start()), start()));
        store().delete(found.key(), start());
        assertThat(store().find(next, start())).isPresent();
    }

    @Test
    default void whatRenewAnsweredCanBeSavedRenewedAndDeleted() {
        StoreKey second = newKey();
        StoreKey third = newKey();
        StoredSession moved =
                saved(store().renew(stored(), second, touch(start()), start())).session();
        moved = saved(store().save(moved, put(start(), "c", "3"), start())).session();
        moved = saved(store().renew(moved, third, touch(start()), start())).session();
        assertThat(moved.attributes().names()).containsExactly("a", "b", "c");
        assertThat(store().find(second, start())).isEmpty();
        store().delete(third, start());
        assertThat(store().find(third, start())).isEmpty();
    }

    @Test
    default void renewingTwiceFromOneAnswerIsGoneTheSecondTime() {
        StoredSession found = stored();
        StoreKey first = newKey();
        StoreKey second = newKey();
        saved(store().renew(found, first, touch(start()), start()));

        assertThat(store().renew(found, second, touch(start()), start())).isEqualTo(new Gone());
        assertThat(store().find(first, start())).isPresent();
        assertThat(store().find(second, start())).isEmpty();
    }

    @Test
    default void aNewKeyInUseIsTakenAndBothSessionsStayAsTheyWere() {
        StoredSession found = stored();
        StoreKey used = newKey();
        store().create(session(used, start(), "other", "1"), start());

        assertThat(store().renew(found, used, put(start(), "c", "3"), start())).isEqualTo(new Taken());
        StoredSession stayed = store().find(found.key(), start()).orElseThrow();
        assertThat(stayed.withVersion(null)).isEqualTo(found.withVersion(null));
        assertThat(store().find(used, start()).orElseThrow().attributes())
                .isEqualTo(PackedAttributes.of(attributes("other", "1")));
        saved(store().renew(stayed, newKey(), touch(start()), start()));
    }

    @Test
    default void aSessionWrittenMeanwhileIsStaleAndStaysWhereItIs() {
        StoredSession found = stored();
        StoreKey next = newKey();
        saved(store().save(found, put(start(), "c", "3"), start()));

        StoredSession current = current(store().renew(found, next, put(start(), "d", "4"), start()));
        StoredSession read = store().find(found.key(), start()).orElseThrow();
        assertThat(current.withVersion(null)).isEqualTo(read.withVersion(null));
        assertThat(read.attributes().names()).containsExactly("a", "b", "c");
        assertThat(store().find(next, start())).isEmpty();

        saved(store().renew(current, next, put(start(), "d", "4"), start()));
        assertThat(store().find(next, start()).orElseThrow().attributes().names())
                .containsExactly("a", "b", "c", "d");
    }

    @Test
    default void aSessionTouchedMeanwhileIsStaleToo() {
        StoredSession found = stored();
        saved(store().save(found, touch(start().plusSeconds(200)), start()));
        current(store().renew(found, newKey(), touch(start()), start()));
    }

    @Test
    default void aSessionWrittenBackToWhatItWasIsStaleAllTheSame() {
        StoredSession found = stored();
        saved(store().save(found, put(start(), "a", "other"), start()));
        saved(store().save(found, put(start(), "a", "1"), start()));
        current(store().renew(found, newKey(), touch(start()), start()));
    }

    @Test
    default void renewingAfterTheDeadlineIsGone() {
        StoredSession found = stored();
        StoreKey next = newKey();
        Instant deadline = found.expiresAt();

        assertThat(store().renew(found, next, touch(deadline), deadline)).isEqualTo(new Gone());
        assertThat(store().find(next, deadline)).isEmpty();
    }

    private StoredSession stored() {
        StoreKey key = newKey();
        StoredSession session = new StoredSession(
                key,
                PackedAttributes.of(attributes("a", "1", "b", "2")),
                start(),
                start(),
                start().plus(IDLE),
                start().plus(LIFETIME),
                "alice",
                "Firefox",
                null);
        saved(store().create(session, start()));
        return store().find(key, start()).orElseThrow();
    }
}
