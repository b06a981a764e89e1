package dev.sojourn.testkit.store;

import static dev.sojourn.testkit.store.Records.newKey;
import static dev.sojourn.testkit.store.Records.owned;
import static dev.sojourn.testkit.store.Records.put;
import static dev.sojourn.testkit.store.Records.saved;
import static dev.sojourn.testkit.store.Records.touch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.InvalidationPush;
import dev.sojourn.session.store.SessionsByOwner;
import dev.sojourn.session.store.StoredSession;
import org.junit.jupiter.api.Test;

/**
 * The part of the exam for stores that are {@link InvalidationPush}; to be implemented beside {@link SessionStoreContract}. Waits at
 * most 30 s for what is to be told.
 */
public interface InvalidationPushContract extends StoreUnderExam {

    /** Nothing may be trusted before the channel stands. */
    @Test
    default void aListenerHearsFirstThatNothingIsToldYet() {
        HeardInvalidations heard = new HeardInvalidations();
        try (InvalidationPush.Subscription subscription = push().subscribe(heard)) {
            assertThat(subscription).isNotNull();
            heard.awaitAnswerTo(System.nanoTime());
            assertThat(heard.first()).isEqualTo(HeardInvalidations.LOST);
        }
    }

    /** Whoever hears that a question was answered has heard of every write before it. */
    @Test
    default void everyWriteIsToldBeforeTheChannelIsTrustedAgain() {
        HeardInvalidations heard = new HeardInvalidations();
        try (InvalidationPush.Subscription subscription = push().subscribe(heard)) {
            assertThat(subscription).isNotNull();
            heard.awaitAnswerTo(System.nanoTime());
            StoredSession session = stored();
            toldOf(session, heard, "a save", () -> saved(store().save(session, put(start(), "b", "2"), start())));
            StoredSession found = store().find(session.key(), start()).orElseThrow();
            toldOf(session, heard, "a renewal", () -> saved(store().renew(found, newKey(), touch(start()), start())));
            StoredSession deleted = stored();
            toldOf(deleted, heard, "a sign-out", () -> store().delete(deleted.key(), start()));
        }
    }

    /** So are ends by owner, where the store knows owners. */
    @Test
    default void theEndOfAllSessionsOfAnOwnerIsTold() {
        SessionsByOwner owners = store().capability(SessionsByOwner.class).orElse(null);
        if (owners == null) {
            return; // another part of the exam sees to it that this is so
        }
        HeardInvalidations heard = new HeardInvalidations();
        try (InvalidationPush.Subscription subscription = push().subscribe(heard)) {
            assertThat(subscription).isNotNull();
            heard.awaitAnswerTo(System.nanoTime());
            StoredSession session = stored();
            toldOf(session, heard, "an end", () -> owners.endSessionsOf("alice", null, start()));
        }
    }

    /** Who has unsubscribed hears no more of what is written. */
    @Test
    default void whoHasUnsubscribedHearsNothing() {
        HeardInvalidations gone = new HeardInvalidations();
        push().subscribe(gone).close();
        HeardInvalidations heard = new HeardInvalidations();
        try (InvalidationPush.Subscription subscription = push().subscribe(heard)) {
            assertThat(subscription).isNotNull();
            heard.awaitAnswerTo(System.nanoTime());
            int before = gone.size(); // what was being told at that moment has arrived
            StoredSession session = stored();
            toldOf(session, heard, "a sign-out", () -> store().delete(session.key(), start()));
            assertThat(gone.size()).isEqualTo(before);
        }
    }

    private static void toldOf(StoredSession session, HeardInvalidations heard, String what, Runnable write) {
        int before = heard.size();
        write.run();
        int answered = heard.awaitAnswerTo(System.nanoTime());
        assertThat(heard.namedBetween(session.key(), before, answered))
                .as("told of " + what + " before an answer to what was asked after it")
                .isTrue();
    }

    private StoredSession stored() {
        StoredSession session = saved(store().create(owned(newKey(), start(), "alice"), start()))
                .session();
        return store().find(session.key(), start()).orElseThrow();
    }

    private InvalidationPush push() {
        return store().capability(InvalidationPush.class).orElseThrow();
    }
}
