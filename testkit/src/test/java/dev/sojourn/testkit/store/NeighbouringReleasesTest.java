package dev.sojourn.testkit.store;

import static dev.sojourn.testkit.store.Records.newKey;
import static dev.sojourn.testkit.store.Records.session;
import static dev.sojourn.testkit.store.Records.touch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.SaveResult.Taken;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoredSession;
import org.junit.jupiter.api.Test;

/** The exam of a live move: every session begins in one store and is moved to the other by whoever touches it first. */
class NeighbouringReleasesTest extends SessionStoreContract implements SessionsByOwnerContract, ExpiryCleanupContract {

    @Override
    protected SessionStore open() {
        return new NeighbouringReleases(MemoryStore.create(), MemoryStore.create());
    }

    /** Next keys are random: nobody asks for them in the store that is left, so the key in use is one of the store moved to. */
    @Test
    @Override
    public void aNewKeyInUseIsTakenAndBothSessionsStayAsTheyWere() {
        StoredSession found = moved("a", "1");
        StoredSession used = moved("other", "1");
        assertThat(store().renew(found, used.key(), touch(start()), start())).isEqualTo(new Taken());
        assertThat(store().find(found.key(), start())).contains(found);
        assertThat(store().find(used.key(), start())).contains(used);
    }

    private StoredSession moved(String... namesAndValues) {
        StoredSession begun = session(newKey(), start(), namesAndValues);
        store().create(begun, start());
        return store().find(begun.key(), start()).orElseThrow();
    }
}
