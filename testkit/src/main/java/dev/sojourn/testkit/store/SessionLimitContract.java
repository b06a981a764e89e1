package dev.sojourn.testkit.store;

import static dev.sojourn.testkit.store.Records.newKey;
import static dev.sojourn.testkit.store.Records.owned;
import static dev.sojourn.testkit.store.Records.owner;
import static dev.sojourn.testkit.store.Records.saved;
import static dev.sojourn.testkit.store.Records.session;
import static dev.sojourn.testkit.store.Records.touch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SessionLimit;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** The part of the exam for stores that have a {@link SessionLimit}; to be implemented beside {@link SessionStoreContract}. */
public interface SessionLimitContract extends StoreUnderExam {

    /** An owner gets as many places as allowed and not one more; another owner's places are their own. */
    @Test
    default void anOwnerHasAsManyPlacesAsAllowed() {
        assertThat(takes("alice", newKey(), 2)).isTrue();
        assertThat(takes("alice", newKey(), 2)).isTrue();
        assertThat(takes("alice", newKey(), 2)).isFalse();
        assertThat(takes("bob", newKey(), 2)).isTrue();
    }

    /** A sign-in that is tried again with the same key has its place already. */
    @Test
    default void aKeyTakesItsPlaceOnce() {
        StoreKey key = newKey();
        assertThat(takes("alice", key, 1)).isTrue();
        assertThat(takes("alice", key, 1)).isTrue();
        signedIn("alice", key);
        assertThat(takes("alice", key, 1)).isTrue();
        assertThat(takes("alice", newKey(), 1)).isFalse();
    }

    /** A session that ended gives its place back at once, by whichever way it ended. */
    @Test
    default void anEndedSessionGivesItsPlaceBack() {
        StoreKey first = newKey();
        assertThat(takes("alice", first, 1)).isTrue();
        signedIn("alice", first);
        store().delete(first, start());

        StoreKey second = newKey();
        assertThat(takes("alice", second, 1)).isTrue();
        store().create(owned(second, start(), "alice"), start());
        Instant expired = start().plus(Records.IDLE).plusSeconds(61);
        assertThat(limit().takePlace("alice", newKey(), null, 1, expired)).isTrue();
    }

    /** The place of a sign-in that was never finished is free again after a minute, and not before. */
    @Test
    default void aPlaceWithoutASessionIsFreeAfterAMinute() {
        assertThat(takes("alice", newKey(), 1)).isTrue();
        assertThat(limit().takePlace("alice", newKey(), null, 1, start().plusSeconds(59)))
                .isFalse();
        assertThat(limit().takePlace("alice", newKey(), null, 1, start().plusSeconds(61)))
                .isTrue();
    }

    /** Sessions that were there before anybody counted are counted. */
    @Test
    default void sessionsThatNeverTookAPlaceCount() {
        signedIn("alice", newKey());
        assertThat(takes("alice", newKey(), 1)).isFalse();
        assertThat(takes("alice", newKey(), 2)).isTrue();
    }

    /** A place lasts as long as its session, not for a minute only. */
    @Test
    default void aLivingSessionKeepsItsPlace() {
        StoreKey key = newKey();
        assertThat(takes("alice", key, 1)).isTrue();
        signedIn("alice", key);
        assertThat(limit().takePlace("alice", newKey(), null, 1, start().plusSeconds(600)))
                .isFalse();
    }

    /** Whoever signs in again on the same browser replaces their session, also when all places are taken. */
    @Test
    default void theSessionThatIsReplacedDoesNotCount() {
        StoreKey first = newKey();
        assertThat(takes("alice", first, 1)).isTrue();
        StoredSession found = signedIn("alice", first);
        StoreKey next = newKey();
        assertThat(limit().takePlace("alice", next, first, 1, start())).isTrue();
        saved(store().renew(found, next, owner(start(), "alice"), start()));
        assertThat(takes("alice", newKey(), 1)).isFalse();

        store().delete(next, start());
        assertThat(takes("alice", newKey(), 1)).isTrue();
    }

    /** A visitor's session becomes the owner's by the renewal that signs them in. */
    @Test
    default void aVisitorWhoSignsInTakesAPlace() {
        StoredSession visitor =
                saved(store().create(session(newKey(), start()), start())).session();
        StoreKey next = newKey();
        assertThat(limit().takePlace("alice", next, visitor.key(), 1, start())).isTrue();
        saved(store().renew(visitor, next, owner(start(), "alice"), start()));
        assertThat(limit().takePlace("alice", newKey(), null, 1, start().plusSeconds(600)))
                .isFalse();
    }

    /** Two sign-ins that come with one session take two places: the second may go on without it. */
    @Test
    default void onlyOneSignInTakesThePlaceOfASession() {
        StoredSession visitor =
                saved(store().create(session(newKey(), start()), start())).session();
        assertThat(limit().takePlace("alice", newKey(), visitor.key(), 1, start()))
                .isTrue();
        assertThat(limit().takePlace("alice", newKey(), visitor.key(), 1, start()))
                .isFalse();
        StoreKey first = newKey();
        signedIn("bob", first);
        assertThat(limit().takePlace("bob", newKey(), first, 1, start())).isTrue();
        assertThat(limit().takePlace("bob", newKey(), first, 1, start())).isFalse();
        assertThat(takes("bob", newKey(), 2)).isTrue();
        assertThat(takes("bob", newKey(), 2)).isFalse();
    }

    /** A session that renews itself later keeps its one place, under its new key. */
    @Test
    default void thePlaceFollowsTheSessionThroughRenewals() {
        StoreKey first = newKey();
        assertThat(takes("alice", first, 1)).isTrue();
        StoreKey next = newKey();
        saved(store().renew(signedIn("alice", first), next, touch(start()), start()));
        Instant later = start().plusSeconds(600);
        assertThat(limit().takePlace("alice", newKey(), null, 1, later)).isFalse();
        store().delete(next, later);
        assertThat(limit().takePlace("alice", newKey(), null, 1, later)).isTrue();
    }

    /** However many sign in at the same moment, exactly as many as allowed get in. */
    @Test
    default void ofManySignInsAtOnceExactlyTheAllowedNumberGetsIn() {
        try (Race race = new Race()) {
            for (int round = 0; round < rounds(); round++) {
                String name = "owner " + round;
                List<Callable<Boolean>> signIns = new ArrayList<>(Collections.nCopies(8, () -> {
                    StoreKey key = newKey();
                    boolean taken = takes(name, key, 3);
                    if (taken) {
                        signedIn(name, key);
                    }
                    return taken;
                }));
                assertThat(race.run(signIns)).filteredOn(taken -> taken).hasSize(3);
            }
        }
    }

    /** A renewal in between neither opens a place nor closes one. */
    @Test
    default void aRenewalAtTheSameMomentLetsNobodyElseIn() {
        try (Race race = new Race()) {
            for (int round = 0; round < rounds(); round++) {
                String name = "owner " + round;
                StoreKey first = newKey();
                takes(name, first, 2);
                StoredSession found = signedIn(name, first);
                StoreKey next = newKey();
                List<Boolean> answers = race.run(List.<Callable<Boolean>>of(
                        () -> takes(name, newKey(), 2),
                        () -> takes(name, newKey(), 2),
                        () -> store().renew(found, next, touch(start()), start()) instanceof SaveResult.Saved));
                assertThat(answers.get(2)).isTrue();
                assertThat(answers.subList(0, 2)).containsExactlyInAnyOrder(true, false);
            }
        }
    }

    private boolean takes(String name, StoreKey key, int max) {
        return limit().takePlace(name, key, null, max, start());
    }

    private StoredSession signedIn(String name, StoreKey key) {
        return saved(store().create(owned(key, start(), name), start())).session();
    }

    private SessionLimit limit() {
        return store().capability(SessionLimit.class).orElseThrow();
    }
}
