package dev.sojourn.store.file;

import dev.sojourn.session.store.InvalidRecordException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and replaces the files of records. A record is written beside its place and moved there by one rename, so a reader
 * sees the old or the new one, never a part. Reading needs no lock; whoever writes holds the stripe.
 */
final class RecordFiles {

    /** A record above this many bytes is refused; it is there to keep a foreign file from filling the memory. */
    static final int MAX_BYTES = 64 << 20;

    private final StoreDirectory directory;

    RecordFiles(StoreDirectory directory) {
        this.directory = directory;
    }

    /**
     * The bytes of a record; null where there is none.
     *
     * @throws InvalidRecordException when something else than a file of ours stands in its place
     * @throws IOException when the disk could not answer, or the whole directory is gone
     */
    byte @Nullable [] read(Slot slot) throws IOException, InvalidRecordException {
        try {
            // Asked first: to open a named pipe is to wait for its writer, and to open a symbolic link is an error.
            BasicFileAttributes facts = facts(slot.file());
            if (!facts.isRegularFile()) {
                throw new InvalidRecordException("not a regular file stands in the place of the record");
            }
            if (facts.size() > MAX_BYTES) {
                throw new InvalidRecordException("a record of " + facts.size() + " bytes is above " + MAX_BYTES);
            }
            try (InputStream in =
                    Files.newInputStream(slot.file(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                return in.readNBytes(MAX_BYTES);
            }
        } catch (NoSuchFileException absent) {
            directory.requirePresent();
            return null;
        }
    }

    /** Puts a record in its place; it survives what the durability setting says once this returns. */
    void write(Slot slot, byte[] record, Instant expiresAt) throws IOException {
        draft(slot, record, expiresAt);
        publish(slot);
    }

    /**
     * Puts a record in its place and takes another away, the old one first: where a crash comes in between neither is found,
     * and at no moment both.
     */
    void replace(Slot old, Slot next, byte[] record, Instant expiresAt) throws IOException {
        draft(next, record, expiresAt);
        try {
            delete(old);
        } catch (IOException failure) {
            discard(next.draft(), failure);
            throw failure;
        }
        publish(next);
    }

    /** Takes a record away, durably; nothing happens to one that is not there, but its absence is made durable too. */
    void delete(Slot slot) throws IOException {
        if (!Files.deleteIfExists(slot.file())) {
            directory.requirePresent();
        }
        if (Files.exists(slot.shard())) {
            forceEntries(slot);
        }
    }

    /** What the file system says about a file itself, never about what a link points to. */
    static BasicFileAttributes facts(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Notes a deadline as the last-modified time: a hint that lets the clean-up pass over the living without opening them. */
    static void hint(Path file, Instant expiresAt) throws IOException {
        BasicFileAttributeView view =
                Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        view.setTimes(FileTime.from(expiresAt), null, null);
    }

    private void draft(Slot slot, byte[] record, Instant expiresAt) throws IOException {
        if (record.length > MAX_BYTES) {
            throw new IOException("a record of " + record.length + " bytes is above " + MAX_BYTES);
        }
        uninterrupted(() -> {
            try (FileChannel out = createDraft(slot)) {
                ByteBuffer bytes = ByteBuffer.wrap(record);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                hint(slot.draft(), expiresAt);
                directory.force(out);
            } catch (IOException failure) {
                discard(slot.draft(), failure);
                throw failure;
            }
        });
    }

    private FileChannel createDraft(Slot slot) throws IOException {
        try {
            return createNew(slot.draft());
        } catch (NoSuchFileException firstOfItsShard) {
            directory.makeShard(slot);
        } catch (FileAlreadyExistsException leftByACrash) {
            // The stripe is held, so nobody is writing it. Never opened as it is: it could be a link to somewhere else.
            Files.delete(slot.draft());
        }
        return createNew(slot.draft());
    }

    private static FileChannel createNew(Path draft) throws IOException {
        return FileChannel.open(
                draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), StoreDirectory.FILE_MODE);
    }

    private void publish(Slot slot) throws IOException {
        try {
            Files.move(slot.draft(), slot.file(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            discard(slot.draft(), failure);
            throw failure;
        }
        forceEntries(slot);
    }

    private static void discard(Path draft, IOException failure) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    private void forceEntries(Slot slot) throws IOException {
        uninterrupted(() -> directory.force(slot.shard()));
    }

    /**
     * Does a step to its end. An interrupt closes the channel under the thread that uses it; the work is short, and half of it
     * helps nobody, so it is done again and the interrupt kept for the caller.
     */
    static void uninterrupted(Step step) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    step.run();
                    return;
                } catch (ClosedByInterruptException again) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }
}
