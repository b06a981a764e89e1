package dev.sojourn.testkit.store;

import dev.sojourn.session.store.CachingStore;
import dev.sojourn.session.store.SessionStore;

/** The exam, sat by a cache that is told of everything and trusts its channel throughout. */
class CachingStoreTest extends SessionStoreContract
        implements SessionsByOwnerContract, SessionLimitContract, ExpiryCleanupContract {

    @Override
    protected SessionStore open() {
        Remote remote = new Remote();
        return CachingStore.builder(remote.node()).ticker(remote.nanos::get).build();
    }
}
