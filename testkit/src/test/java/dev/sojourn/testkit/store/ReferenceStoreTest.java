package dev.sojourn.testkit.store;

import dev.sojourn.session.store.SessionStore;

class ReferenceStoreTest extends SessionStoreContract {

    @Override
    protected SessionStore open() {
        return new ReferenceStore();
    }
}
