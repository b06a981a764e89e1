package dev.sojourn.benchmarks;

import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoredSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The verbs of a store, each on sessions of the calling thread's own, as one browser's requests do. Run by JMH. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StoreBenchmark {

    private static final int SESSIONS_PER_THREAD = 256;
    private static final long NUMBERS_PER_THREAD = 1L << 40;

    /** The store that all threads use. */
    @State(Scope.Benchmark)
    public static class Place {

        /** The name of a {@link Subject}. */
        @Param("memory")
        public String store = "";

        /** The size of a session's attributes in bytes. */
        @Param("200")
        public int size;

        private final Queue<Visitor> visitors = new ConcurrentLinkedQueue<>();
        private final AtomicInteger threads = new AtomicInteger();
        private final Instant now = Clock.systemUTC().instant();
        private Optional<BenchmarkedStore> opened = Optional.empty();
        private Path directory = Path.of("");

        /** Opens the store. */
        @Setup
        public void open() throws IOException {
            directory = Files.createTempDirectory("sojourn-benchmark");
            opened = Optional.of(Subject.named(store).orElseThrow().open(directory));
        }

        /**
         * Removes what the iteration created, so that every iteration meets the same store. Stands here because JMH closes the
         * store as soon as the first thread is done with its own.
         */
        @TearDown(Level.Iteration)
        public void clear() {
            visitors.forEach(visitor -> visitor.clear(opened.orElseThrow().filler(), now));
        }

        /** Lets go of it. */
        @TearDown
        public void close() {
            opened.ifPresent(BenchmarkedStore::close);
            DiskSpace.remove(directory);
        }

        private SessionStore sessions() {
            return opened.orElseThrow().store();
        }
    }

    /** One thread and the sessions of its own. */
    @State(Scope.Thread)
    public static class Visitor {

        private final StoredSession[] found = new StoredSession[SESSIONS_PER_THREAD];
        private SampleSessions samples = new SampleSessions(0);
        private long first;
        private long created;
        private int turn;

        /** Stores the sessions that are found and saved. */
        @Setup
        public void fill(Place place) {
            samples = new SampleSessions(place.size);
            first = place.threads.getAndIncrement() * NUMBERS_PER_THREAD;
            for (int i = 0; i < SESSIONS_PER_THREAD; i++) {
                StoredSession session = samples.session(first + i, place.now, place.now.plus(SampleSessions.LIFETIME));
                found[i] = stored(place.sessions().create(session, place.now));
            }
            created = first + SESSIONS_PER_THREAD;
            place.visitors.add(this);
        }

        private void clear(SessionStore store, Instant now) {
            for (; created > first + SESSIONS_PER_THREAD; created--) {
                store.delete(SampleSessions.key(created - 1), now);
            }
        }

        private int next() {
            turn = (turn + 1) % SESSIONS_PER_THREAD;
            return turn;
        }
    }

    /** Reads a session. */
    @Benchmark
    public StoredSession find(Place place, Visitor visitor) {
        return place.sessions()
                .find(visitor.found[visitor.next()].key(), place.now)
                .orElseThrow();
    }

    /** Writes one of three attributes of a session that nobody else has written since it was read. */
    @Benchmark
    public StoredSession save(Place place, Visitor visitor) {
        int turn = visitor.next();
        StoredSession saved =
                stored(place.sessions().save(visitor.found[turn], visitor.samples.change(place.now), place.now));
        visitor.found[turn] = saved;
        return saved;
    }

    /** Stores a new session. */
    @Benchmark
    public StoredSession create(Place place, Visitor visitor) {
        return stored(place.sessions().create(visitor.samples.sharing(visitor.created++, place.now), place.now));
    }

    private static StoredSession stored(SaveResult result) {
        if (result instanceof Saved saved) {
            return saved.session();
        }
        throw new IllegalStateException("nobody else writes here, yet the answer was "
                + result.getClass().getSimpleName());
    }
}
