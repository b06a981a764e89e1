package dev.sojourn.store.jcache;

import static dev.sojourn.testkit.store.NearNode.NOW;

import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.token.StoreKey;
import dev.sojourn.testkit.store.NearNode;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A near cache on one member of a Hazelcast pair, and what becomes of the sessions that are ended past it. */
@Timeout(120)
class NearCacheTest {

    private HazelcastPair pair;
    private NearNode here;
    private SessionStore beside;
    private SessionStore elsewhere;

    @BeforeEach
    void startMembers() {
        pair = new HazelcastPair();
        Cache<String, String> cache = pair.cache(0, "near");
        here = new NearNode(JCacheStore.on(cache));
        beside = JCacheStore.on(cache);
        elsewhere = JCacheStore.on(pair.cache(1, "near"));
        pair.settle();
    }

    @AfterEach
    void stopMembers() {
        here.close();
        pair.close();
    }

    @Test
    void aLogoutOnTheOtherMemberIsSeenWithinASecond() {
        for (int round = 0; round < Math.min(10, Integer.getInteger("sojourn.rounds", 200)); round++) {
            StoreKey key = here.near(beside);
            elsewhere.delete(key, NOW);
            here.assertEndsWithinTheBound(key, System.nanoTime());
        }
    }

    @Test
    void aLogoutByAMemberThatDiesWithItIsSeenWithinASecond() {
        StoreKey key = here.near(beside);
        elsewhere.delete(key, NOW);
        long since = System.nanoTime();
        pair.kill(1);
        here.assertEndsWithinTheBound(key, since);
    }

    @Test
    void afterAMembersDeathSessionsAreNearAgainAndEndWithinASecond() {
        StoreKey before = here.near(beside);
        pair.kill(1);
        here.assertNear(before);
        StoreKey after = here.near(beside);
        for (StoreKey key : new StoreKey[] {before, after}) {
            beside.delete(key, NOW);
            here.assertEndsWithinTheBound(key, System.nanoTime());
        }
    }
}
