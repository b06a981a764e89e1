package dev.sojourn.session;

import dev.sojourn.session.store.SessionStore;
import org.jspecify.annotations.Nullable;

/** The settings of stored sessions alone; say these first, the common ones after them. For one thread. */
public final class StoredBuilder extends SessionManager.Builder {

    private final SessionStore store;

    StoredBuilder(SessionStore store) {
        this.store = store;
    }

    @Override
    SessionKind kind(SessionContext context) {
        return new StoredKind(store, context);
    }

    @Override
    String place() {
        return store.name();
    }

    @Override
    @Nullable
    String warning() {
        return null;
    }
}
