package dev.sojourn.testkit.store;

import static dev.sojourn.testkit.store.Records.attributes;
import static dev.sojourn.testkit.store.Records.bytes;
import static dev.sojourn.testkit.store.Records.current;
import static dev.sojourn.testkit.store.Records.newKey;
import static dev.sojourn.testkit.store.Records.put;
import static dev.sojourn.testkit.store.Records.replace;
import static dev.sojourn.testkit.store.Records.saved;
import static dev.sojourn.testkit.store.Records.session;
import static dev.sojourn.testkit.store.Records.touch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Taken;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A write went through but its answer was lost, and the caller, who cannot know, does it again. */
interface LostAnswerExam extends StoreUnderExam {

    @Test
    default void aCreateDoneAgainIsTakenByItself() {
        StoredSession session = session(newKey(), start(), "a", "1");
        lost(() -> new LosingStore(store()).create(session, start()));

        assertThat(store().create(session, start())).isEqualTo(new Taken());
        assertThat(store().find(session.key(), start()).orElseThrow().attributes())
                .isEqualTo(session.attributes());
    }

    @Test
    default void aSaveDoneAgainWritesTheSame() {
        StoredSession found = stored("a", "1");
        Changes changes = put(start(), "b", "2");
        lost(() -> new LosingStore(store()).save(found, changes, start()));

        saved(store().save(found, changes, start()));
        assertThat(store().find(found.key(), start()).orElseThrow().attributes())
                .isEqualTo(PackedAttributes.of(attributes("a", "1", "b", "2")));
    }

    @Test
    default void anUpdateDoneAgainIsStaleAndCountsOnce() {
        StoredSession found = stored("count", "7");
        Changes increment = replace(start(), "count", bytes("7"), bytes("8"));
        lost(() -> new LosingStore(store()).save(found, increment, start()));

        StoredSession current = current(store().save(found, increment, start()));
        assertThat(current.attributes().get("count")).isEqualTo(bytes("8"));
    }

    @Test
    default void aRenewalDoneAgainIsGoneAndLeavesOneKey() {
        StoredSession found = stored("a", "1");
        StoreKey first = newKey();
        StoreKey second = newKey();
        lost(() -> new LosingStore(store()).renew(found, first, touch(start()), start()));

        assertThat(store().renew(found, second, touch(start()), start())).isEqualTo(new Gone());
        assertThat(store().find(found.key(), start())).isEmpty();
        assertThat(store().find(first, start())).isPresent();
        assertThat(store().find(second, start())).isEmpty();
    }

    @Test
    default void aDeleteDoneAgainIsNothing() {
        StoredSession found = stored("a", "1");
        lost(() -> new LosingStore(store()).delete(found.key(), start()));

        store().delete(found.key(), start());
        assertThat(store().find(found.key(), start())).isEmpty();
    }

    private StoredSession stored(String... namesAndValues) {
        return saved(store().create(session(newKey(), start(), namesAndValues), start()))
                .session();
    }

    private static void lost(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(StoreException.class);
    }
}
