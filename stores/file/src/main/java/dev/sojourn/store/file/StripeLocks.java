package dev.sojourn.store.file;

import dev.sojourn.session.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Mutual exclusion among all threads of all processes that share one directory: a lock within the process first, then a lock
 * on one byte of the directory's lock file, which the system drops when a process dies. Thread-safe.
 */
final class StripeLocks {

    /** How many stripes keys are spread over; part of the agreement between processes. */
    static final int STRIPES = 1024;

    private static final int CLEANER = STRIPES;
    private static final long FIRST_PAUSE = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

    /**
     * State in a static, against the rule of the house, because file locks belong to the process and not to the object that
     * took them: a second channel on the same file meets OverlappingFileLockException, and closing any channel of a file drops
     * every lock that the process holds on it. So each lock file has one channel per process, for all stores that use it. Its
     * identity is device and inode, not its path: two paths may lead to one file, and a new file may stand under an old path.
     */
    private static final Map<Object, StripeLocks> OPEN = new HashMap<>();

    private final Path lockFile;
    private final Object identity;
    private final FileChannel channel;
    private final ReentrantLock[] inside = new ReentrantLock[STRIPES + 1];
    private int users;

    private StripeLocks(Path lockFile, Object identity) throws IOException {
        this.lockFile = lockFile;
        this.identity = identity;
        this.channel = FileChannel.open(lockFile, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        for (int stripe = 0; stripe < inside.length; stripe++) {
            inside[stripe] = new ReentrantLock();
        }
    }

    /** The locks of a lock file, which is made where it is missing; each call is to be paid back by one {@link #close}. */
    static StripeLocks open(Path lockFile) throws IOException {
        synchronized (OPEN) {
            // Only here may the lock file be opened, and only where no channel of this process has it open.
            try {
                Files.createFile(lockFile, StoreDirectory.FILE_MODE);
            } catch (FileAlreadyExistsException usual) {
                // another store, or an earlier run, made it
            }
            BasicFileAttributes facts =
                    Files.readAttributes(lockFile, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!facts.isRegularFile()) {
                throw new FileSystemException(lockFile.toString(), null, "the lock file is not a regular file");
            }
            StripeLocks locks = OPEN.get(facts.fileKey());
            if (locks == null) {
                locks = new StripeLocks(lockFile, facts.fileKey());
                OPEN.put(locks.identity, locks);
            }
            locks.users++;
            return locks;
        }
    }

    /** Lets go; the last user closes the channel. To be called when no lock of this user is held. */
    void close() throws IOException {
        synchronized (OPEN) {
            if (--users == 0) {
                OPEN.remove(identity);
                channel.close();
            }
        }
    }

    /**
     * Does the work while holding a stripe.
     *
     * @param deadline up to when to wait for it, by {@link System#nanoTime()}
     * @throws StoreException when the stripe could not be had; the work was not begun
     */
    <T> T holding(int stripe, long deadline, IoWork<T> work) throws IOException {
        FileLock lock = acquire(stripe, deadline);
        if (lock == null) {
            String why = Thread.currentThread().isInterrupted() ? "was interrupted" : "passed its deadline";
            throw new StoreException("FileStore " + why + " waiting for another writer of the same stripe; look for a"
                    + " process that hangs and holds a lock on " + lockFile);
        }
        return release(stripe, lock, work);
    }

    /** Does the work when the stripe is free at this moment; otherwise answers null at once. */
    <T> @Nullable T ifFree(int stripe, IoWork<T> work) throws IOException {
        FileLock lock = acquire(stripe, System.nanoTime());
        return lock == null ? null : release(stripe, lock, work);
    }

    /** Does the work when no thread of any process is cleaning up at this moment; otherwise answers null at once. */
    <T> @Nullable T asCleaner(IoWork<T> work) throws IOException {
        return ifFree(CLEANER, work);
    }

    private <T> T release(int stripe, FileLock lock, IoWork<T> work) throws IOException {
        try {
            return work.run();
        } finally {
            try {
                lock.release();
            } finally {
                inside[stripe].unlock();
            }
        }
    }

    /** Takes both locks of a stripe, or none: null when the deadline passed or the thread was interrupted while waiting. */
    private @Nullable FileLock acquire(int stripe, long deadline) throws IOException {
        ReentrantLock within = inside[stripe];
        if (!within.tryLock() && !tryUntil(within, deadline)) {
            return null;
        }
        FileLock lock = null;
        try {
            lock = acquireAcross(stripe, deadline);
        } finally {
            if (lock == null) {
                within.unlock();
            }
        }
        return lock;
    }

    private static boolean tryUntil(ReentrantLock within, long deadline) {
        try {
            return within.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Polls, because a blocking lock knows no deadline, and closes the channel for everybody when its thread is interrupted. */
    private @Nullable FileLock acquireAcross(int stripe, long deadline) throws IOException {
        long pause = FIRST_PAUSE;
        while (true) {
            FileLock lock = tryAcross(stripe);
            if (lock != null
                    || deadline - System.nanoTime() <= 0
                    || Thread.currentThread().isInterrupted()) {
                return lock;
            }
            LockSupport.parkNanos(this, pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
    }

    private @Nullable FileLock tryAcross(int stripe) throws IOException {
        try {
            return channel.tryLock(stripe, 1, false);
        } catch (OverlappingFileLockException heldByAnotherCopyOfThisClass) {
            // Two applications in one container, each with its own copy of this library: held, like by another process.
            return null;
        }
    }
}
