package dev.sojourn.store.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import dev.sojourn.testkit.store.InvalidationPushContract;
import dev.sojourn.testkit.store.SealedAtRestContract;
import dev.sojourn.testkit.store.SessionStoreContract;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The exam on a cluster of two, and what remains when one of them dies. */
class HazelcastTest extends SessionStoreContract implements SealedAtRestContract, InvalidationPushContract {

    private static final int SESSIONS = 300;

    private static HazelcastPair pair;

    private Cache<String, String> elsewhere;

    @BeforeAll
    static void startMembers() {
        pair = new HazelcastPair();
    }

    @AfterAll
    static void stopMembers() {
        pair.close();
    }

    @Override
    protected SessionStore open() {
        String name = UUID.randomUUID().toString();
        elsewhere = pair.cache(1, name);
        return JCacheStore.on(pair.cache(0, name));
    }

    /** Asked of the member that the store does not ask. */
    @Override
    public byte[] dump() {
        return CacheDump.of(elsewhere);
    }

    @Test
    void aMemberThatDiesBetweenWritesTakesNothingAcknowledgedWithIt() {
        Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
        try (HazelcastPair doomed = new HazelcastPair()) {
            SessionStore there = JCacheStore.on(doomed.cache(1, "sessions"));
            SessionStore here = JCacheStore.on(doomed.cache(0, "sessions"));
            doomed.settle();
            Map<StoreKey, Integer> acknowledged = new HashMap<>();
            for (int i = 0; i < SESSIONS; i++) {
                StoreKey key = StoreKey.of(SessionToken.random(), "test");
                SessionStore store = i % 2 == 0 || i > SESSIONS / 2 ? here : there;
                StoredSession session = session(key, now);
                StoredSession created = ((Saved) store.create(session, now)).session();
                Changes change = Changes.of(Map.of("i", new byte[] {(byte) i}), Set.of(), now, session.expiresAt());
                assertThat(store.save(created, change, now)).isInstanceOf(Saved.class);
                acknowledged.put(key, i);
                if (i == SESSIONS / 2) {
                    doomed.kill(1);
                }
            }
            List<Integer> lost = new ArrayList<>();
            acknowledged.forEach((key, i) -> {
                boolean kept = here.find(key, now)
                        .map(session -> session.attributes().get("i"))
                        .filter(value -> value[0] == i.byteValue())
                        .isPresent();
                if (!kept) {
                    lost.add(i);
                }
            });
            assertThat(lost).as("acknowledged and lost, of " + SESSIONS).isEmpty();
        }
    }

    private static StoredSession session(StoreKey key, Instant now) {
        Instant end = now.plus(Duration.ofMinutes(33));
        return new StoredSession(key, PackedAttributes.EMPTY, now, now, end, end, null, null, null);
    }
}
