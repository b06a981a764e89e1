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
 * One look at all files whose note has fallen due, or, once a day, at all there are, with one {@code stat} each. A file whose
 * last-modified time lies in the past is opened under its lock, and its content decides; files with foreign names are passed
 * over. For the cleaner's thread.
 */
final class CleanupPass {

    /** How long the dead are left alone: other nodes' clocks may differ. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final StoreDirectory directory;
    private final RecordFiles files;
    private final DueNotes notes;
    private final StripeLocks locks;
    private final Instant now;
    private final Instant before;
    private final BooleanSupplier stop;
    private int removed;

    CleanupPass(
            StoreDirectory directory,
            RecordFiles files,
            DueNotes notes,
            StripeLocks locks,
            Instant now,
            BooleanSupplier stop) {
        this.directory = directory;
        this.files = files;
        this.notes = notes;
        this.locks = locks;
        this.now = now;
        this.before = now.minus(GRACE);
        this.stop = stop;
    }

    /** Answers how many records were removed. */
    int run() throws IOException {
        if (notes.walkDue(now)) {
            walk();
        }
        notes.lookAtDue(before, stop, this::lookAgain);
        return removed;
    }

    /** Shard by shard, each a batch of its own. */
    private void walk() throws IOException {
        for (Path shard : directory.shards()) {
            clean(shard);
        }
        if (!stop.getAsBoolean()) {
            notes.walked(now);
        }
    }

    private void clean(Path shard) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(shard)) {
            for (Path file : entries) {
                if (stop.getAsBoolean()) {
                    return;
                }
                consider(file);
            }
        } catch (NoSuchFileException neverUsed) {
            directory.requirePresent();
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
    }

    private void consider(Path file) throws IOException {
        Optional<Slot> slot = Optional.empty();
        try {
            if (StoreDirectory.isDraft(file) || expired(hint(file))) {
                slot = directory.slotOf(file);
            }
        } catch (NoSuchFileException removedMeanwhile) {
            return;
        }
        if (slot.isPresent()) {
            Slot ours = slot.get();
            remove(ours, file.equals(ours.draft()) ? () -> removeDraft(ours) : () -> removeExpired(ours));
        }
    }

    /** Removes it where it has expired; its hint says when to look again. */
    private Optional<Instant> lookAgain(Slot slot) throws IOException {
        try {
            if (expired(hint(slot.file()))) {
                remove(slot, () -> removeExpired(slot));
            }
            return Optional.of(hint(slot.file()));
        } catch (NoSuchFileException gone) {
            directory.requirePresent();
            return Optional.empty();
        }
    }

    /** A stripe that somebody holds is left for the next pass; nobody waits for the cleaner, nor it for anybody. */
    private void remove(Slot slot, IoWork<Boolean> removal) throws IOException {
        removed += Objects.requireNonNullElse(locks.ifFree(slot.stripe(), removal), false) ? 1 : 0;
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
