package dev.sojourn.testkit.store;

import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.MigratingStore;
import dev.sojourn.session.store.SessionStore;

class MovingStoreTest extends SessionStoreContract implements SessionsByOwnerContract, ExpiryCleanupContract {

    @Override
    protected SessionStore open() {
        return MigratingStore.moving(MemoryStore.create(), MemoryStore.create());
    }
}
