package dev.sojourn.store.file;

import dev.sojourn.session.store.SessionStore;
import dev.sojourn.testkit.store.DurableContract;
import dev.sojourn.testkit.store.ExpiryCleanupContract;
import dev.sojourn.testkit.store.SealedAtRestContract;
import dev.sojourn.testkit.store.SessionStoreContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends SessionStoreContract
        implements ExpiryCleanupContract, DurableContract, SealedAtRestContract {

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

    /** Every name and every octet below the directory. */
    @Override
    public byte[] dump() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.toList()) {
                all.writeBytes(path.toString().getBytes(StandardCharsets.UTF_8));
                if (Files.isRegularFile(path)) {
                    all.writeBytes(Files.readAllBytes(path));
                }
            }
        }
        return all.toByteArray();
    }
}
