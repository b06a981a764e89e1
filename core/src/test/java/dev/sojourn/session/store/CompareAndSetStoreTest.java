package dev.sojourn.session.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SaveResult.Taken;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How often a store of whole values asks its backend. */
class CompareAndSetStoreTest {

    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final Instant END = NOW.plus(Duration.ofMinutes(33));

    private final CountingBackend backend = new CountingBackend();
    private final SessionStore store = new CompareAndSetStore("test", backend, event -> {});

    @Test
    void aFindIsOneReadWhetherSomethingIsThereOrNot() {
        StoreKey key = stored().key();
        assertThat(store.find(key, NOW)).isPresent();
        assertThat(backend.calls()).containsExactly("read");
        assertThat(store.find(newKey(), NOW)).isEmpty();
        assertThat(backend.calls()).containsExactly("read");
    }

    @Test
    void aCreateIsOneAdd() {
        saved(store.create(session(newKey(), END), NOW));
        assertThat(backend.calls()).containsExactly("add");
    }

    @Test
    void aSaveAndATouchOfWhatWasFoundAreOneReplaceEach() {
        saved(store.save(stored(), put(), NOW));
        assertThat(backend.calls()).containsExactly("replace");
        saved(store.save(stored(), touch(), NOW));
        assertThat(backend.calls()).containsExactly("replace");
    }

    @Test
    void aSaveThatMeetsAnotherReadsOnceAndWritesAgain() {
        StoredSession found = stored();
        saved(store.save(found, put(), NOW));
        backend.calls();
        saved(store.save(found, touch(), NOW));
        assertThat(backend.calls()).containsExactly("replace", "read", "replace");
    }

    @Test
    void aSaveOfWhatHasEndedWritesNothing() {
        StoredSession found = stored();
        store.delete(found.key(), NOW);
        assertThat(backend.calls()).containsExactly("remove");
        assertThat(store.save(found, put(), NOW)).isEqualTo(new Gone());
        assertThat(backend.calls()).containsExactly("replace", "read");
    }

    @Test
    void aRenewalMarksTheOldAddsTheNewAndRemovesTheOld() {
        StoredSession found = stored();
        saved(store.renew(found, newKey(), put(), NOW));
        assertThat(backend.calls()).containsExactly("replace", "add", "remove");
    }

    @Test
    void aRenewalToTheKeyOfADeadSessionTakesItsPlace() {
        StoreKey next = newKey();
        saved(store.create(session(next, NOW.minusSeconds(1)), NOW.minusSeconds(2)));
        StoredSession found = stored();

        saved(store.renew(found, next, put(), NOW));
        assertThat(backend.calls()).containsExactly("replace", "add", "read", "replace", "remove");
        assertThat(store.find(next, NOW)).isPresent();
        assertThat(store.find(found.key(), NOW)).isEmpty();
    }

    @Test
    void aRenewalToAKeyInUseIsTakenAndPutsTheSessionBack() {
        StoreKey used = stored().key();
        StoredSession found = stored();

        assertThat(store.renew(found, used, put(), NOW)).isEqualTo(new Taken());
        assertThat(backend.calls()).containsExactly("replace", "add", "read", "read", "replace");
        assertThat(store.find(found.key(), NOW).orElseThrow().withVersion(null)).isEqualTo(found.withVersion(null));
    }

    /** As a find gives it, with what the backend knows it by. */
    private StoredSession stored() {
        StoreKey key = newKey();
        store.create(session(key, END), NOW);
        StoredSession found = store.find(key, NOW).orElseThrow();
        backend.calls();
        return found;
    }

    private static StoredSession session(StoreKey key, Instant end) {
        PackedAttributes attributes = PackedAttributes.of(Map.of("a", new byte[] {1}));
        return new StoredSession(key, attributes, NOW, NOW, end, end, null, null, null);
    }

    private static StoreKey newKey() {
        return StoreKey.of(SessionToken.random(), "test");
    }

    private static Changes put() {
        return Changes.of(Map.of("a", new byte[] {2}), Set.of(), NOW, END);
    }

    private static Changes touch() {
        return Changes.of(Map.of(), Set.of(), NOW, END);
    }

    private static void saved(SaveResult result) {
        assertThat(result).isInstanceOf(Saved.class);
    }
}
