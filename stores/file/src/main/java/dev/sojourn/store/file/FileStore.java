package dev.sojourn.store.file;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventListener;
import dev.sojourn.event.EventType;
import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.Durable;
import dev.sojourn.session.store.ExpiryCleanup;
import dev.sojourn.session.store.InvalidRecordException;
import dev.sojourn.session.store.RecordCodec;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SessionLimit;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.SessionsByOwner;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each session in a file of its own, below one directory that is this user's alone (0700; files 0600, named by the hash
 * of the token). Several processes of one machine may share the directory; it must lie on a local file system with POSIX
 * permissions. Thread-safe.
 *
 * <p>Whatever process dies at whatever moment, every session is as before or as after the write, and none is lost that was
 * acknowledged; the {@link Durability} setting says whether that holds for the loss of power too. Unreadable records count as
 * absent, with an event {@code STORE_RECORD_INVALID}.
 */
public final class FileStore implements SessionStore, ExpiryCleanup, Durable {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final StoreDirectory directory;
    private final StripeLocks locks;
    private final RecordFiles files;
    private final DueNotes notes;
    private final EventListener events;

    /** Shared by the calls under way; whoever closes the store takes it for good. */
    private final ReentrantReadWriteLock underWay = new ReentrantReadWriteLock();

    private final AtomicBoolean closed = new AtomicBoolean();

    private FileStore(StoreDirectory directory, StripeLocks locks, EventListener events) {
        this.directory = directory;
        this.locks = locks;
        this.files = new RecordFiles(directory);
        this.notes = new DueNotes(directory);
        this.events = events;
    }

    /**
     * A store in a directory, made where it is missing, that forces each write to disk.
     *
     * @throws StoreException when the directory cannot be used: a symbolic link, another user's, open to others, not writable
     */
    public static FileStore at(Path directory) {
        return at(directory, Durability.FSYNC, event -> {});
    }

    /**
     * A store in a directory, made where it is missing.
     *
     * @param events hears of unreadable records, besides the log
     * @throws StoreException when the directory cannot be used: a symbolic link, another user's, open to others, not writable
     */
    public static FileStore at(Path directory, Durability durability, EventListener events) {
        StoreDirectory opened = StoreDirectory.open(directory, durability);
        try {
            return new FileStore(
                    opened,
                    StripeLocks.open(opened.lockFile()),
                    EventListener.logging().and(events));
        } catch (IOException failure) {
            throw opened.failure("open its lock file", failure);
        }
    }

    @Override
    public SaveResult create(StoredSession session, Instant now) {
        Slot slot = directory.slot(session.key());
        return writing("create a session", slot, () -> {
            if (occupied(slot, now)) {
                return new SaveResult.Taken();
            }
            StoredSession created = write(slot, session, RANDOM.nextLong());
            note(created);
            return new SaveResult.Saved(created);
        });
    }

    @Override
    public Optional<StoredSession> find(StoreKey key, Instant now) {
        return calling("read a session", () -> Optional.ofNullable(live(directory.slot(key), now)));
    }

    @Override
    public SaveResult save(StoredSession found, Changes changes, Instant now) {
        Slot slot = directory.slot(found.key());
        return writing("save a session", slot, () -> {
            StoredSession current = live(slot, now);
            if (current == null) {
                return new SaveResult.Gone();
            }
            if (!changes.expectationsHold(current)) {
                return new SaveResult.Stale(current);
            }
            Set<String> overwritten = sameVersion(found, current) ? Set.of() : changes.overwritten(found, current);
            return new SaveResult.Saved(write(slot, changes.applyTo(current), stampAfter(current)), overwritten);
        });
    }

    @Override
    public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
        Slot from = directory.slot(found.key());
        Slot to = directory.slot(next);
        return writing("renew a session", from, to, () -> {
            StoredSession current = live(from, now);
            if (current == null) {
                return new SaveResult.Gone();
            }
            if (!sameVersion(found, current) || !changes.expectationsHold(current)) {
                return new SaveResult.Stale(current);
            }
            if (occupied(to, now)) {
                return new SaveResult.Taken();
            }
            StoredSession moved = changes.applyTo(current).withKey(next).withVersion(stampAfter(current));
            files.replace(from, to, RecordCodec.encode(moved, stampAfter(current)), moved.expiresAt());
            note(moved);
            return new SaveResult.Saved(moved);
        });
    }

    @Override
    public void delete(StoreKey key, Instant now) {
        Slot slot = directory.slot(key);
        writing("delete a session", slot, () -> {
            files.delete(slot);
            return new SaveResult.Gone();
        });
    }

    /**
     * {@inheritDoc}
     *
     * <p>Looks only at what may have expired; the first time, and then once a day, at all files, and removes what crashes left
     * behind. When another process or thread is at it, nothing is done and the answer is 0; likewise an interrupt or {@link
     * #close()} ends the pass early.
     */
    @Override
    public int deleteExpired(Instant now) {
        CleanupPass pass = new CleanupPass(
                directory,
                files,
                notes,
                locks,
                now,
                () -> closed.get() || Thread.currentThread().isInterrupted());
        return calling("clean up", () -> Objects.requireNonNullElse(locks.asCleaner(pass::run), 0));
    }

    /** Waits for the calls in flight, at most 2 s, then lets go of the lock file; later calls throw {@link StoreException}. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        if (quiet()) {
            try {
                locks.close();
            } catch (IOException failure) {
                throw directory.failure("close its lock file", failure);
            }
        }
        // Otherwise the lock file stays open: closing it would drop the lock under a write that hangs and may go on.
    }

    /** Whether no call is under way any more; none begins from then on. */
    private boolean quiet() {
        try {
            return underWay.writeLock().tryLock(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public String whyNot(Class<?> capability) {
        return capability == SessionsByOwner.class || capability == SessionLimit.class
                ? "cannot know the sessions of an owner: files are found by their key alone"
                : SessionStore.super.whyNot(capability);
    }

    @Override
    public String toString() {
        return "FileStore[" + directory + "]";
    }

    private StoredSession write(Slot slot, StoredSession session, long stamp) throws IOException {
        files.write(slot, RecordCodec.encode(session, stamp), session.expiresAt());
        return session.withVersion(stamp);
    }

    /** Tells the clean-up when to look at a session that has got its key. */
    private void note(StoredSession session) {
        try {
            notes.note(session.key(), session.expiresAt());
        } catch (IOException noRoom) {
            // The session stands, and is no less a session for that: the walk of the day finds it when it is dead.
        }
    }

    /** The record as it is now; null where there is none, it has expired, or it is unreadable. */
    private @Nullable StoredSession live(Slot slot, Instant now) throws IOException {
        try {
            StoredSession session = read(slot);
            return session == null || session.expired(now) ? null : session;
        } catch (InvalidRecordException invalid) {
            tellInvalid(slot, invalid, now);
            return null;
        }
    }

    /** Whether nothing may be created there: for a live record, and for an unreadable one, which may be a newer version's. */
    private boolean occupied(Slot slot, Instant now) throws IOException {
        try {
            StoredSession session = read(slot);
            return session != null && !session.expired(now);
        } catch (InvalidRecordException invalid) {
            tellInvalid(slot, invalid, now);
            return true;
        }
    }

    private @Nullable StoredSession read(Slot slot) throws IOException, InvalidRecordException {
        byte[] bytes = files.read(slot);
        return bytes == null ? null : RecordCodec.parse(slot.key(), bytes);
    }

    private void tellInvalid(Slot slot, InvalidRecordException invalid, Instant now) {
        String reason = Objects.requireNonNullElse(invalid.getMessage(), "");
        events.on(new Event(EventType.STORE_RECORD_INVALID, now, slot.key().handle(), reason));
    }

    private static boolean sameVersion(StoredSession found, StoredSession current) {
        return Objects.equals(found.version(), current.version());
    }

    /** Every write changes the stamp; a new record draws its first one, so a key used again does not repeat an old version. */
    private static long stampAfter(StoredSession current) {
        return (long) Objects.requireNonNull(current.version()) + 1;
    }

    private SaveResult writing(String doing, Slot slot, IoWork<SaveResult> work) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        return calling(doing, () -> locks.holding(slot.stripe(), deadline, work));
    }

    /** Takes the lower stripe first, so that no two threads wait for each other. */
    private SaveResult writing(String doing, Slot one, Slot other, IoWork<SaveResult> work) {
        if (one.stripe() == other.stripe()) {
            return writing(doing, one, work);
        }
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        int low = Math.min(one.stripe(), other.stripe());
        int high = Math.max(one.stripe(), other.stripe());
        return calling(doing, () -> locks.holding(low, deadline, () -> locks.holding(high, deadline, work)));
    }

    private <T> T calling(String doing, IoWork<T> work) {
        if (closed.get() || !underWay.readLock().tryLock()) {
            throw closed();
        }
        try {
            if (closed.get()) {
                throw closed();
            }
            return work.run();
        } catch (IOException failure) {
            throw directory.failure(doing, failure);
        } finally {
            underWay.readLock().unlock();
        }
    }

    private StoreException closed() {
        return new StoreException("FileStore at " + directory + " is closed");
    }
}
