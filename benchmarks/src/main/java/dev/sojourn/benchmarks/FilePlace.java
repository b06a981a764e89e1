package dev.sojourn.benchmarks;

import dev.sojourn.session.store.SessionStore;
import dev.sojourn.store.file.Durability;
import dev.sojourn.store.file.FileStore;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The file store; its bytes are the blocks that the file system gave to its files. */
final class FilePlace implements BenchmarkedStore {

    private final Path directory;
    private final FileStore store;
    private final FileStore filler;

    private FilePlace(Path directory) {
        this.directory = directory;
        this.store = FileStore.at(directory);
        this.filler = FileStore.at(directory, Durability.RENAME_ONLY, event -> {});
    }

    static BenchmarkedStore open(Path directory) {
        return new FilePlace(directory.resolve("sessions"));
    }

    @Override
    public SessionStore store() {
        return store;
    }

    @Override
    public SessionStore filler() {
        return filler;
    }

    @Override
    public OptionalLong bytes() {
        return DiskSpace.of(directory);
    }

    @Override
    public void close() {
        filler.close();
        store.close();
    }
}
