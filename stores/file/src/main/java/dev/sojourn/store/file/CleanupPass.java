package dev.sojourn.store.file;

import dev.sojourn.session.store.InvalidRecordException;
import dev.sojourn.session.store.RecordCodec;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One walk over all files, one {@code stat} each. A file whose last-modified time lies in the past is opened under its lock,
 * and its content decides; files with foreign names are passed over. For the cleaner's thread.
 */
final class CleanupPass {

    /** How long the dead are left alone: other nodes' clocks may differ. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final StoreDirectory directory;
    private final RecordFiles files;
    private final StripeLocks locks;
    private final Instant before;
    private final BooleanSupplier stop;

    CleanupPass(StoreDirectory directory, RecordFiles files, StripeLocks locks, Instant now, BooleanSupplier stop) {
        this.directory = directory;
        this.files = files;
        this.locks = locks;
        this.before = now.minus(GRACE);
        this.stop = stop;
    }

    /** Walks shard by shard, each a batch of its own; answers how many records were removed. */
    int run() throws IOException {
        int removed = 0;
        for (Path shard : directory.shards()) {
            removed += clean(shard);
        }
        return removed;
    }

    private int clean(Path shard) throws IOException {
        int removed = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(shard)) {
            for (Path file : entries) {
                if (stop.getAsBoolean()) {
                    return removed;
                }
                removed += consider(file) ? 1 : 0;
            }
        } catch (NoSuchFileException neverUsed) {
            directory.requirePresent();
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        return removed;
    }

    private boolean consider(Path file) throws IOException {
        Optional<Slot> slot = Optional.empty();
        try {
            if (StoreDirectory.isDraft(file) || expired(hint(file))) {
                slot = directory.slotOf(file);
            }
        } catch (NoSuchFileException removedMeanwhile) {
            return false;
        }
        if (slot.isEmpty()) {
            return false;
        }
        Slot ours = slot.get();
        IoWork<Boolean> removal = file.equals(ours.draft()) ? () -> removeDraft(ours) : () -> removeExpired(ours);
        // A stripe that somebody holds is left for the next pass; nobody waits for the cleaner, nor it for anybody.
        return Objects.requireNonNullElse(locks.ifFree(ours.stripe(), removal), false);
    }

    /** The last-modified time of a regular file, which is its deadline as the last writer noted it. */
    private static Instant hint(Path file) throws IOException {
        BasicFileAttributes facts = RecordFiles.facts(file);
        return facts.isRegularFile() ? facts.lastModifiedTime().toInstant() : Instant.MAX;
    }

    private boolean expired(Instant deadline) {
        return deadline.isBefore(before);
    }

    /** A draft that exists while its stripe is free was left by a crash. It was never a record, so it does not count. */
    private static boolean removeDraft(Slot slot) throws IOException {
        Files.deleteIfExists(slot.draft());
        return false;
    }

    /** Called with the stripe held. What holds no readable deadline goes by its hint. */
    private boolean removeExpired(Slot slot) throws IOException {
        try {
            byte[] bytes = files.read(slot);
            if (bytes == null) {
                return false;
            }
            Optional<Instant> deadline = RecordCodec.expiry(bytes);
            if (deadline.isEmpty() || expired(deadline.get())) {
                return Files.deleteIfExists(slot.file());
            }
            RecordFiles.hint(slot.file(), deadline.get());
            return false;
        } catch (InvalidRecordException foreign) {
            return false;
        }
    }
}
