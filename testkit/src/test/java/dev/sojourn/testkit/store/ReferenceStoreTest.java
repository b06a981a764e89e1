package dev.sojourn.testkit.store;

import dev.sojourn.session.store.SessionStore;

class ReferenceStoreTest extends SessionStoreContract
        implements SessionsByOwnerContract, SessionLimitContract, ExpiryCleanupContract, DurableContract {

    @Override
    protected SessionStore open() {
        return new FullReferenceStore();
    }

    @Override
    public SessionStore reopen() {
        FullReferenceStore again = new FullReferenceStore();
        again.records.putAll(((FullReferenceStore) store()).records);
        return again;
    }
}
