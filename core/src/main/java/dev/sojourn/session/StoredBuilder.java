package dev.sojourn.session;

import dev.sojourn.session.store.SessionStore;
import org.jspecify.annotations.Nullable;

/** The settings of stored sessions alone; say these first, the common ones after them. For one thread. */
public final class StoredBuilder extends SessionManager.Builder {

    private final SessionStore store;
    private boolean sealAtRest;

    StoredBuilder(SessionStore store) {
        this.store = store;
    }

    /**
     * Seals every attribute before it reaches the store, under a key that is derived from the browser's token: nobody can read
     * or alter a session by the store alone. Names, the owner's label, times, the device label and sizes stay readable there.
     * Default: attributes are stored as they are. Sessions of one kind are absent for the other, so switching ends all.
     */
    public StoredBuilder sealAtRest() {
        sealAtRest = true;
        return this;
    }

    @Override
    SessionKind kind(SessionContext context) {
        return new StoredKind(store, sealAtRest, context);
    }

    @Override
    String place() {
        return store.name() + (sealAtRest ? ", sealed" : "");
    }

    @Override
    @Nullable
    String warning() {
        return null;
    }
}
