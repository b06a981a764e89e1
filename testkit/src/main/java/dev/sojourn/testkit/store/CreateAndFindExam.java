package dev.sojourn.testkit.store;

import static dev.sojourn.testkit.store.Records.IDLE;
import static dev.sojourn.testkit.store.Records.LIFETIME;
import static dev.sojourn.testkit.store.Records.attributes;
import static dev.sojourn.testkit.store.Records.newKey;
import static dev.sojourn.testkit.store.Records.put;
import static dev.sojourn.testkit.store.Records.saved;
import static dev.sojourn.testkit.store.Records.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SaveResult.Taken;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code create} and {@code find} promise. */
interface CreateAndFindExam extends StoreUnderExam {

    @Test
    default void anUnknownKeyIsAbsent() {
        assertThat(store().find(newKey(), start())).isEmpty();
    }

    @Test
    default void aCreatedSessionIsFoundWithAllItHeld() {
        StoreKey key = newKey();
        Instant expiresAt = start().plusSeconds(60);
        PackedAttributes attributes = PackedAttributes.of(attributes("colour", "red", "size", "12"));
        StoredSession session = new StoredSession(
                key,
                attributes,
                start().minusSeconds(9),
                start().minusSeconds(3),
                expiresAt,
                start().plus(LIFETIME),
                "alice",
                "Firefox",
                null);
        store().create(session, start());

        StoredSession found = store().find(key, start()).orElseThrow();
        assertThat(found.withVersion(null)).isEqualTo(session);
    }

    @Test
    default void createAnswersWhatFindGives() {
        StoreKey key = newKey();
        StoredSession created =
                saved(store().create(session(key, start(), "a", "1"), start())).session();

        StoredSession found = store().find(key, start()).orElseThrow();
        assertThat(created.withVersion(null)).isEqualTo(found.withVersion(null));
    }

    @Test
    default void whatCreateAnsweredCanBeSaved() {
        StoreKey key = newKey();
        StoredSession created =
                saved(store().create(session(key, start(), "a", "1"), start())).session();

        assertThat(saved(store().save(created, put(start(), "b", "2"), start())).overwritten())
                .isEmpty();
        assertThat(store().find(key, start()).orElseThrow().attributes().names())
                .containsExactly("a", "b");
    }

    @Test
    default void whatCreateAnsweredCanBeRenewed() {
        StoreKey next = newKey();
        StoredSession created = saved(store().create(session(newKey(), start(), "a", "1"), start()))
                .session();

        saved(store().renew(created, next, put(start()), start()));
        assertThat(store().find(next, start())).isPresent();
    }

    @Test
    default void creatingUnderALiveKeyIsTakenAndChangesNothing() {
        StoreKey key = newKey();
        store().create(session(key, start(), "a", "first"), start());

        assertThat(store().create(session(key, start(), "a", "second", "b", "more"), start()))
                .isEqualTo(new Taken());
        StoredSession found = store().find(key, start()).orElseThrow();
        assertThat(found.attributes()).isEqualTo(PackedAttributes.of(attributes("a", "first")));
    }

    @Test
    default void aSessionIsAbsentFromTheInstantOfItsDeadlineOn() {
        StoreKey key = newKey();
        store().create(session(key, start(), "a", "1"), start());
        Instant deadline = start().plus(IDLE);

        assertThat(store().find(key, deadline.minusMillis(1))).isPresent();
        assertThat(store().find(key, deadline)).isEmpty();
        assertThat(store().find(key, deadline.plusSeconds(86_400))).isEmpty();
    }

    @Test
    default void anExpiredSessionMakesRoomForANewOneUnderItsKey() {
        StoreKey key = newKey();
        store().create(session(key, start(), "old", "1"), start());
        Instant later = start().plus(IDLE);

        saved(store().create(session(key, later, "new", "2"), later));
        StoredSession found = store().find(key, later).orElseThrow();
        assertThat(found.attributes()).isEqualTo(PackedAttributes.of(attributes("new", "2")));
        assertThat(found.expiresAt()).isEqualTo(later.plus(IDLE));
    }

    @Test
    default void aSessionWithoutAttributesIsASession() {
        StoreKey key = newKey();
        store().create(session(key, start()), start());
        assertThat(store().find(key, start()).orElseThrow().attributes().isEmpty())
                .isTrue();
    }

    @Test
    default void keysThatDifferInOneBitAreDifferentSessions() {
        byte[] bytes = newKey().bytes();
        List<StoreKey> keys = new ArrayList<>();
        for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            keys.add(StoreKey.ofBytes(flipped));
        }
        for (StoreKey key : keys) {
            saved(store().create(session(key, start(), "key", key.hex()), start()));
        }
        for (StoreKey key : keys) {
            StoredSession found = store().find(key, start()).orElseThrow();
            assertThat(found.key()).isEqualTo(key);
            assertThat(found.attributes()).isEqualTo(PackedAttributes.of(attributes("key", key.hex())));
        }
        assertThat(store().find(StoreKey.ofBytes(bytes), start())).isEmpty();
    }
}
