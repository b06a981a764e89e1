package dev.sojourn.docs;

import dev.sojourn.event.EventListener;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.store.file.Durability;
import dev.sojourn.store.file.FileStore;
import dev.sojourn.testkit.store.SessionStoreContract;
import java.nio.file.Path;

/** What docs/stores.md shows. */
@SuppressWarnings("ClassCanBeStatic") // the test of a reader stands on its own
final class StoresSnippets {

    private StoresSnippets() {}

    static SessionManager inMemory() {
        // snippet: memory
        var sessions = SessionManager.in(MemoryStore.create()).build();
        // end
        return sessions;
    }

    static MemoryStore bounded() {
        // snippet: bounded
        MemoryStore store = MemoryStore.builder().maxSessions(200_000).build();
        // end
        return store;
    }

    static FileStore inFiles() {
        // snippet: files
        FileStore store = FileStore.at(Path.of("data/sessions"));
        // end
        return store;
    }

    static FileStore faster() {
        // snippet: faster
        FileStore store = FileStore.at(Path.of("data/sessions"), Durability.RENAME_ONLY, EventListener.logging());
        // end
        return store;
    }

    // snippet: exam
    class MyStoreTest extends SessionStoreContract {
        @Override
        protected SessionStore open() {
            return MyStore.open();
        }
    }
    // end

    interface MyStore {
        static SessionStore open() {
            return MemoryStore.create();
        }
    }
}
