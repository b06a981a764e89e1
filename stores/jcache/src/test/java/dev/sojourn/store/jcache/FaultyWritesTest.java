package dev.sojourn.store.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.CompareAndSetStore;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SaveResult.Taken;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import dev.sojourn.store.jcache.FaultyBackend.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.cache.Cache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What remains when a write goes wrong at each of the steps a call takes. */
class FaultyWritesTest {

    private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
    private final Instant end = now.plus(Duration.ofMinutes(33));
    private final Cache<String, String> cache = new CaffeineCachingProvider()
            .getCacheManager()
            .createCache(UUID.randomUUID().toString(), JCacheStore.configuration(Duration.ofHours(12)));
    private final SessionStore sound = JCacheStore.on(cache);
    private final StoreKey next = StoreKey.of(SessionToken.random(), "test");

    @ParameterizedTest
    @EnumSource(names = {"DIES_BEFORE", "DIES_AFTER"})
    void aRenewalThatDiesAtAnyStepLeavesAtMostOneKey(Fault death) {
        int steps = 0;
        while (dies(death, steps)) {
            steps++;
        }
        assertThat(steps).as("writes of a renewal").isEqualTo(3);
    }

    private boolean dies(Fault death, int step) {
        StoredSession found = stored();
        StoreKey key = StoreKey.of(SessionToken.random(), "test");
        FaultyBackend faulty = faulty(death, step, () -> {});
        try {
            store(faulty).renew(found, key, put("a", "2"), now);
        } catch (StoreException dead) {
            assertThat(faulty.happened()).isTrue();
        }
        boolean underOld = sound.find(found.key(), now).isPresent();
        boolean underNew = sound.find(key, now).isPresent();
        assertThat(underOld && underNew).as("found twice after step " + step).isFalse();
        boolean untouched = death == Fault.DIES_BEFORE && step == 0;
        assertThat(underOld).as("found under its old key after step " + step).isEqualTo(untouched);
        return faulty.happened();
    }

    @Test
    void aNewKeyThatSomebodyTakesAmidTheRenewalIsTakenAndTheSessionStaysWhereItWas() {
        StoredSession found = stored();
        FaultyBackend faulty = faulty(Fault.OVERTAKEN, 1, () -> sound.create(session(next, "other"), now));

        assertThat(store(faulty).renew(found, next, put("a", "2"), now)).isEqualTo(new Taken());
        StoredSession stayed = sound.find(found.key(), now).orElseThrow();
        assertThat(stayed.withVersion(null)).isEqualTo(found.withVersion(null));
        assertThat(valueOf(next)).isEqualTo("other");
        assertThat(sound.renew(found, StoreKey.of(SessionToken.random(), "test"), put("a", "2"), now))
                .isInstanceOf(Saved.class);
    }

    @Test
    void aSessionDeletedAmidARenewalWhoseKeyIsTakenStaysDeleted() {
        StoredSession found = stored();
        FaultyBackend faulty = faulty(Fault.OVERTAKEN, 1, () -> {
            sound.create(session(next, "other"), now);
            sound.delete(found.key(), now);
        });

        assertThat(store(faulty).renew(found, next, put("a", "2"), now)).isEqualTo(new Gone());
        assertThat(sound.find(found.key(), now)).isEmpty();
        assertThat(valueOf(next)).isEqualTo("other");
    }

    @Test
    void aCreateThatTheClusterRefusesThoughItWroteItIsSaved() {
        FaultyBackend faulty = faulty(Fault.REFUSED_THOUGH_WRITTEN, 0, () -> {});
        assertThat(store(faulty).create(session(next, "1"), now)).isInstanceOf(Saved.class);
        assertThat(faulty.happened()).isTrue();
        assertThat(valueOf(next)).isEqualTo("1");
    }

    @Test
    void anUpdateThatTheClusterRefusesThoughItWroteItIsSavedAndNotStale() {
        StoredSession found = stored();
        Changes update = new Changes(
                Map.of("a", bytes("2")),
                Set.of(),
                Map.of("a", Optional.of(bytes("1"))),
                null,
                now,
                end,
                null,
                null,
                null);
        FaultyBackend faulty = faulty(Fault.REFUSED_THOUGH_WRITTEN, 0, () -> {});

        SaveResult answer = store(faulty).save(found, update, now);
        assertThat(answer).isInstanceOf(Saved.class);
        assertThat(((Saved) answer).overwritten()).isEmpty();
        assertThat(valueOf(found.key())).isEqualTo("2");
    }

    @Test
    void aRenewalOfWhichTheClusterRefusesAStepThoughItWroteItIsSaved() {
        for (int step = 0; step < 3; step++) {
            StoredSession found = stored();
            StoreKey key = StoreKey.of(SessionToken.random(), "test");
            FaultyBackend faulty = faulty(Fault.REFUSED_THOUGH_WRITTEN, step, () -> {});

            assertThat(store(faulty).renew(found, key, put("a", "2"), now))
                    .as("step " + step)
                    .isInstanceOf(Saved.class);
            assertThat(faulty.happened()).isTrue();
            assertThat(valueOf(key)).isEqualTo("2");
            assertThat(sound.find(found.key(), now)).isEmpty();
        }
    }

    @Test
    void aClosedCacheIsAnOutage() {
        cache.close();
        assertThatThrownBy(() -> sound.find(next, now)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> sound.create(session(next, "1"), now)).isInstanceOf(StoreException.class);
    }

    private FaultyBackend faulty(Fault fault, int writes, Runnable others) {
        return new FaultyBackend(new CacheBackend(cache), fault, writes, others);
    }

    private static SessionStore store(FaultyBackend backend) {
        return new CompareAndSetStore("test", backend, event -> {});
    }

    private StoredSession stored() {
        StoreKey key = StoreKey.of(SessionToken.random(), "test");
        sound.create(session(key, "1"), now);
        return sound.find(key, now).orElseThrow();
    }

    private StoredSession session(StoreKey key, String value) {
        PackedAttributes attributes = PackedAttributes.of(Map.of("a", bytes(value)));
        return new StoredSession(key, attributes, now, now, end, end, null, null, null);
    }

    private Changes put(String name, String value) {
        return Changes.of(Map.of(name, bytes(value)), Set.of(), now, end);
    }

    private String valueOf(StoreKey key) {
        StoredSession session = sound.find(key, now).orElseThrow();
        return new String(session.attributes().toMap().get("a"), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
