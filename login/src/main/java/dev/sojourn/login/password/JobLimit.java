package dev.sojourn.login.password;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets so many jobs run at once, so many more wait, and each wait so long; the rest is turned away. Thread-safe. */
final class JobLimit {

    private final Semaphore places;
    private final Semaphore running;
    private final long patienceNanos;

    JobLimit(int jobs, int waiting, Duration patience) {
        this.places = new Semaphore(Math.addExact(jobs, waiting));
        this.running = new Semaphore(jobs, true);
        this.patienceNanos = patience.toNanos();
    }

    /**
     * @throws PasswordHasherBusyException when the queue is full, the wait was too long, or the thread was
     *     interrupted
     */
    <T> T run(Supplier<T> job) {
        if (!places.tryAcquire()) {
            throw new PasswordHasherBusyException("too many passwords wait to be hashed; try again later");
        }
        try {
            await();
            try {
                return job.get();
            } finally {
                running.release();
            }
        } finally {
            places.release();
        }
    }

    private void await() {
        try {
            if (!running.tryAcquire(patienceNanos, TimeUnit.NANOSECONDS)) {
                throw new PasswordHasherBusyException("no place to hash a password became free within "
                        + Duration.ofNanos(patienceNanos).toMillis() + " ms; try again later");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PasswordHasherBusyException("interrupted while waiting to hash a password", interrupted);
        }
    }
}
