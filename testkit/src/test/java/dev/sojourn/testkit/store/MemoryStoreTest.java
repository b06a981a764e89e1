package dev.sojourn.testkit.store;

import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.SessionStore;

class MemoryStoreTest extends SessionStoreContract
        implements SessionsByOwnerContract, SessionLimitContract, ExpiryCleanupContract {

    @Override
    protected SessionStore open() {
        return MemoryStore.create();
    }
}
