package dev.sojourn.testkit.store;

import static dev.sojourn.testkit.store.Records.IDLE;
import static dev.sojourn.testkit.store.Records.newKey;
import static dev.sojourn.testkit.store.Records.owned;
import static dev.sojourn.testkit.store.Records.owner;
import static dev.sojourn.testkit.store.Records.put;
import static dev.sojourn.testkit.store.Records.saved;
import static dev.sojourn.testkit.store.Records.session;
import static dev.sojourn.testkit.store.Records.touch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SessionsByOwner;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** The part of the exam for stores that are {@link SessionsByOwner}; to be implemented beside {@link SessionStoreContract}. */
public interface SessionsByOwnerContract extends StoreUnderExam {

    /** The live sessions of an owner are listed, with what they hold; nobody else's are. */
    @Test
    default void anOwnerSeesAllOfTheirSessionsAndNobodyElses() {
        StoredSession first = stored("alice");
        StoredSession second = stored("alice");
        stored("bob");
        store().create(session(newKey(), start()), start());

        assertThat(byOwner().sessionsOf("alice", start()))
                .extracting(found -> found.withVersion(null))
                .containsExactlyInAnyOrder(first.withVersion(null), second.withVersion(null));
        assertThat(byOwner().sessionsOf("nobody", start())).isEmpty();
    }

    /** What is listed can be saved like what was found. */
    @Test
    default void whatIsListedCanBeSaved() {
        stored("alice");
        StoredSession listed = byOwner().sessionsOf("alice", start()).get(0);
        assertThat(saved(store().save(listed, put(start(), "name", "new"), start()))
                        .overwritten())
                .isEmpty();
    }

    /** Deleted and expired sessions leave the list. */
    @Test
    default void theDeadAreNotListed() {
        StoredSession deleted = stored("alice");
        store().delete(deleted.key(), start());
        stored("alice");
        assertThat(byOwner().sessionsOf("alice", start())).hasSize(1);
        assertThat(byOwner().sessionsOf("alice", start().plus(IDLE))).isEmpty();
    }

    /** A renewed session is listed under its new key alone. */
    @Test
    default void aRenewedSessionIsListedOnce() {
        StoreKey next = newKey();
        saved(store().renew(stored("alice"), next, touch(start()), start()));
        assertThat(keysOf("alice", start())).containsExactly(next);
    }

    /** A session gets its owner by a save or a renewal. */
    @Test
    default void aSessionIsListedFromTheMomentItGetsAnOwner() {
        StoredSession anonymous =
                saved(store().create(session(newKey(), start()), start())).session();
        saved(store().save(anonymous, owner(start(), "alice"), start()));
        StoreKey next = newKey();
        StoredSession other =
                saved(store().create(session(newKey(), start()), start())).session();
        saved(store().renew(other, next, owner(start(), "alice"), start()));
        assertThat(keysOf("alice", start())).containsExactlyInAnyOrder(anonymous.key(), next);
    }

    /** A session has one owner. */
    @Test
    default void aSessionThatChangesItsOwnerLeavesTheListOfTheOther() {
        StoredSession first = stored("alice");
        saved(store().save(first, owner(start(), "bob"), start()));
        StoreKey next = newKey();
        saved(store().renew(stored("alice"), next, owner(start(), "bob"), start()));
        assertThat(keysOf("alice", start())).isEmpty();
        assertThat(keysOf("bob", start())).containsExactlyInAnyOrder(first.key(), next);
        assertThat(byOwner().endSessionsOf("alice", null, start())).isZero();
        assertThat(keysOf("bob", start())).hasSize(2);
    }

    /** A longer life lasts in the list as well. */
    @Test
    default void aSessionKeptAliveStaysListed() {
        StoredSession found = stored("alice");
        Instant later = start().plus(IDLE).minusSeconds(1);
        saved(store().save(found, touch(later), later));
        Instant muchLater = start().plus(IDLE).plusSeconds(600);
        assertThat(keysOf("alice", muchLater)).containsExactly(found.key());
    }

    /** Ending deletes every session of the owner, tells how many, and touches nobody else. */
    @Test
    default void endingAllEndsExactlyTheOwners() {
        StoredSession first = stored("alice");
        StoredSession second = stored("alice");
        StoredSession other = stored("bob");

        assertThat(byOwner().endSessionsOf("alice", null, start())).isEqualTo(2);
        assertThat(keysOf("alice", start())).isEmpty();
        for (StoredSession ended : List.of(first, second)) {
            assertThat(store().find(ended.key(), start())).isEmpty();
            assertThat(store().save(ended, put(start(), "late", "1"), start())).isEqualTo(new Gone());
        }
        assertThat(store().find(other.key(), start())).isPresent();
        assertThat(byOwner().endSessionsOf("alice", null, start())).isZero();
    }

    /** Ending may spare the session from which it was asked. */
    @Test
    default void endingAllButOneSparesIt() {
        StoredSession spared = stored("alice");
        stored("alice");
        stored("alice");
        assertThat(byOwner().endSessionsOf("alice", spared.key(), start())).isEqualTo(2);
        assertThat(keysOf("alice", start())).containsExactly(spared.key());
    }

    /** Names that only look alike are different owners. */
    @Test
    default void ownersThatLookAlikeAreKeptApart() {
        ContentExam.HOSTILE.forEach(this::stored);
        for (String owner : ContentExam.HOSTILE) {
            assertThat(byOwner().sessionsOf(owner, start()))
                    .as("sessions of '%s'", owner)
                    .singleElement()
                    .extracting(StoredSession::owner)
                    .isEqualTo(owner);
        }
        for (String owner : ContentExam.HOSTILE) {
            assertThat(byOwner().endSessionsOf(owner, null, start())).isEqualTo(1);
        }
    }

    /** Sign-ins, renewals and logouts of one owner at the same time leave a list that is exactly what lives. */
    @Test
    default void theListIsCompleteAfterAnyRace() {
        try (Race race = new Race()) {
            for (int round = 0; round < rounds(); round++) {
                String owner = "owner " + round;
                StoredSession renewed = stored(owner);
                StoredSession deleted = stored(owner);
                StoreKey next = newKey();
                List<Callable<StoreKey>> calls = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    calls.add(() -> stored(owner).key());
                }
                calls.add(() -> saved(store().renew(renewed, next, touch(start()), start()))
                        .session()
                        .key());
                calls.add(() -> {
                    store().delete(deleted.key(), start());
                    return next;
                });
                List<StoreKey> there = race.run(calls);
                assertThat(keysOf(owner, start())).containsExactlyInAnyOrderElementsOf(there.subList(0, 5));
            }
        }
    }

    /** A session that moves to a new key just then does not slip through. */
    @Test
    default void aSessionRenewedWhileAllAreEndedIsEndedAsWell() {
        try (Race race = new Race()) {
            for (int round = 0; round < rounds(); round++) {
                String owner = "owner " + round;
                StoredSession found = stored(owner);
                StoreKey next = newKey();
                race.run(List.<Callable<?>>of(
                        () -> store().renew(found, next, touch(start()), start()),
                        () -> byOwner().endSessionsOf(owner, null, start())));
                assertThat(store().find(found.key(), start())).isEmpty();
                assertThat(store().find(next, start())).isEmpty();
                assertThat(keysOf(owner, start())).isEmpty();
            }
        }
    }

    private SessionsByOwner byOwner() {
        return store().capability(SessionsByOwner.class).orElseThrow();
    }

    private List<StoreKey> keysOf(String owner, Instant now) {
        return byOwner().sessionsOf(owner, now).stream().map(StoredSession::key).toList();
    }

    private StoredSession stored(String owner) {
        return saved(store().create(owned(newKey(), start(), owner), start())).session();
    }
}
