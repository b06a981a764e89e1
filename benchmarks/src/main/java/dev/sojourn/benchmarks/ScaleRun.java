package dev.sojourn.benchmarks;

import dev.sojourn.session.store.ExpiryCleanup;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SaveResult.Taken;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

/**
 * Fills one store step by step and measures it at every step. One session in a hundred is dying: it expires after ten minutes
 * of the run's own time, in which each step is an hour, and clean-up is measured on exactly these. For one thread.
 */
final class ScaleRun {

    /** The fewest sessions that can be measured. */
    static final long FEWEST = 1_000;

    private static final int DYING = 100;
    private static final Duration STEP = Duration.ofHours(1);
    private static final Duration DYING_AFTER = Duration.ofMinutes(10);
    private static final Duration CLEANED_AFTER = Duration.ofMinutes(20);
    private static final Duration CLEANED_AGAIN_AFTER = Duration.ofMinutes(21);
    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Subject subject;
    private final BenchmarkedStore place;
    private final SampleSessions samples;
    private final Sampling sampling;
    private final Progress progress;
    private Instant now;
    private long population;

    ScaleRun(
            Subject subject,
            BenchmarkedStore place,
            SampleSessions samples,
            Sampling sampling,
            Progress progress,
            Instant start) {
        this.subject = subject;
        this.place = place;
        this.samples = samples;
        this.sampling = sampling;
        this.progress = progress;
        this.now = start;
    }

    /** Fills the store up to so many sessions, more than at the step before, and measures. */
    ScaleResult at(long sessions) {
        now = now.plus(STEP);
        fill(sessions);
        OptionalLong bytes = place.bytes();
        progress.tell(String.format("  %s: measuring with %,d sessions", subject, sessions));
        return new ScaleResult(
                subject.name(),
                sessions,
                sampling.micros(this::find),
                sampling.micros(this::save),
                sampling.micros(this::create),
                bytes.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of((double) bytes.getAsLong() / sessions),
                cleanup());
    }

    private void fill(long sessions) {
        SessionStore store = place.filler();
        LongUnaryOperator order = order(sessions);
        long before = population;
        population = sessions;
        Filling.of(sessions, turn -> {
                    long number = order.applyAsLong(turn);
                    boolean dying = number % DYING == 0;
                    if (dying || number >= before) {
                        Instant expiresAt = now.plus(dying ? DYING_AFTER : SampleSessions.LIFETIME);
                        put(store, samples.session(number, now, expiresAt));
                    }
                })
                .run(done -> progress.at(subject + ": filling", done, sessions));
    }

    /** Which number is put at which turn. */
    private LongUnaryOperator order(long sessions) {
        if (!place.filledInKeyOrder()) {
            return turn -> turn;
        }
        progress.tell(String.format("  %s: ordering %,d keys", subject, sessions));
        long[] numbers = SampleSessions.inKeyOrder(sessions);
        return turn -> numbers[Math.toIntExact(turn)];
    }

    /** A call that ran into its deadline, as on a disk that is busy, is made again; then what it has written may be there. */
    private void put(SessionStore store, StoredSession session) {
        boolean again = false;
        while (true) {
            try {
                SaveResult result = store.create(session, now);
                if (!(again && result instanceof Taken)) {
                    require(result);
                }
                return;
            } catch (StoreException late) {
                if (again) {
                    throw late;
                }
                again = true;
            }
        }
    }

    private long find(long turn) {
        long number = living(turn);
        long started = System.nanoTime();
        boolean found = place.store().find(SampleSessions.key(number), now).isPresent();
        long took = System.nanoTime() - started;
        if (!found) {
            throw new IllegalStateException("session " + number + " of " + population + " is missing");
        }
        return took;
    }

    private long save(long turn) {
        var found = place.store().find(SampleSessions.key(living(turn)), now).orElseThrow();
        var change = samples.change(now);
        long started = System.nanoTime();
        SaveResult result = place.store().save(found, change, now);
        long took = System.nanoTime() - started;
        require(result);
        return took;
    }

    private long create(long turn) {
        var session = samples.session(population + turn, now, now.plus(SampleSessions.LIFETIME));
        long started = System.nanoTime();
        SaveResult result = place.store().create(session, now);
        long took = System.nanoTime() - started;
        require(result);
        place.store().delete(session.key(), now);
        return took;
    }

    /** A number that stands anywhere and is not dying. */
    private long living(long turn) {
        long number = Long.remainderUnsigned(SampleSessions.mix(turn), population);
        return number % DYING == 0 ? number + 1 : number;
    }

    private ScaleResult.Cleanup cleanup() {
        Optional<ExpiryCleanup> cleaner = place.store().capability(ExpiryCleanup.class);
        if (cleaner.isEmpty()) {
            return ScaleResult.Cleanup.NONE;
        }
        long started = System.nanoTime();
        int removed = cleaner.get().deleteExpired(now.plus(CLEANED_AFTER));
        long cleaned = System.nanoTime();
        int more = cleaner.get().deleteExpired(now.plus(CLEANED_AGAIN_AFTER));
        long idle = System.nanoTime();
        if (removed != population / DYING || more != 0) {
            throw new IllegalStateException(String.format(
                    "clean-up of %s removed %d and then %d sessions; %d and 0 were due",
                    subject, removed, more, population / DYING));
        }
        return new ScaleResult.Cleanup(
                OptionalDouble.of((cleaned - started) / NANOS_PER_MILLI),
                removed,
                OptionalDouble.of((idle - cleaned) / NANOS_PER_MILLI));
    }

    private static void require(SaveResult result) {
        if (!(result instanceof Saved)) {
            throw new IllegalStateException("nobody else writes here, yet the answer was "
                    + result.getClass().getSimpleName());
        }
    }
}
