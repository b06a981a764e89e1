package dev.sojourn.store.file;

import static dev.sojourn.store.file.Records.NOW;
import static dev.sojourn.store.file.Records.key;
import static dev.sojourn.store.file.Records.nothing;
import static dev.sojourn.store.file.Records.saved;
import static dev.sojourn.store.file.Records.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who waits for whom: threads, stores and processes on one directory. {@code -Dsojourn.rounds=10000} plays more. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class LocksTest {

    private static final int ROUNDS = Integer.getInteger("sojourn.rounds", 200);

    @TempDir
    Path parent;

    private Path directory;
    private FileStore store;

    @BeforeEach
    void open() {
        directory = parent.resolve("sessions");
        store = FileStore.at(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void twoStoresOfOneProcessThatReachTheDirectoryByTwoPathsLoseNoIncrement() throws Exception {
        Path alias = Files.createSymbolicLink(parent.resolve("alias"), parent);
        StoredSession session = saved(store.create(session("a"), NOW));
        try (FileStore other = FileStore.at(alias.resolve("sessions"))) {
            together(List.of(store, other, store, other), each -> {
                for (int i = 0; i < ROUNDS / 4; i++) {
                    Records.increment(each, session);
                }
            });
        }
        assertThat(store.find(key("a"), NOW)).map(Records::number).contains(ROUNDS / 4 * 4L);
    }

    @Test
    void twoProcessesLoseNoIncrementAndCreateEachKeyOnce() throws Exception {
        StoredSession session = saved(store.create(session("a"), NOW));
        try (ChildJvm child = ChildJvm.start(Racer.class, directory, ROUNDS)) {
            assertThat(child.line()).isEqualTo("ready");
            child.go();
            int created = Racer.race(store, session, ROUNDS);
            String created2 = child.line();
            assertThat(created2).isNotNull();
            assertThat(created + Integer.parseInt(created2)).isEqualTo(ROUNDS);
        }
        assertThat(store.find(key("a"), NOW)).map(Records::number).contains(2L * ROUNDS);
    }

    @Test
    void closingOneStoreDropsNoLockOfAnother() throws Exception {
        FileStore other = FileStore.at(directory);
        StripeLocks locks = StripeLocks.open(directory.resolve(".lock"));
        String free = locks.holding(7, soon(), () -> {
            other.close();
            return isFreeForAnotherProcess(7);
        });
        assertThat(free).isEqualTo("held");
        assertThat(isFreeForAnotherProcess(7)).isEqualTo("free");
        locks.close();
    }

    @Test
    void aLockDiesWithItsProcess() throws Exception {
        StripeLocks locks = StripeLocks.open(directory.resolve(".lock"));
        try (ChildJvm holder = ChildJvm.start(Holder.class, directory, 7, "stay")) {
            assertThat(holder.line()).isEqualTo("free");
            assertThat(locks.<String>ifFree(7, () -> "free")).isNull();
            holder.kill();
            assertThat(holder.line()).isNull();
        }
        assertThat(locks.<String>holding(7, soon(), () -> "free")).isEqualTo("free");
        locks.close();
    }

    @Test
    void aWriterThatHangsCostsOthersTheDeadlineAndReadersNothing() throws Exception {
        StoredSession session = saved(store.create(session("a"), NOW));
        int stripe =
                StoreDirectory.open(directory, Durability.FSYNC).slot(key("a")).stripe();
        try (ChildJvm holder = ChildJvm.start(Holder.class, directory, stripe, "stay")) {
            assertThat(holder.line()).isEqualTo("free");
            assertThat(store.find(key("a"), NOW)).isPresent();
            long begin = System.nanoTime();
            assertThatThrownBy(() -> store.save(session, nothing(), NOW))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("deadline")
                    .hasMessageContaining(directory.toString());
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isBetween(Duration.ofMillis(1950), Duration.ofSeconds(10));
        }
    }

    @Test
    void anInterruptedThreadStillWritesWholeRecordsAndSpoilsNothingForOthers() {
        Thread.currentThread().interrupt();
        StoredSession session = saved(store.create(session("a"), NOW));
        saved(store.save(session, nothing(), NOW));
        assertThat(store.find(key("a"), NOW)).isPresent();
        assertThat(Thread.interrupted()).isTrue();
        saved(store.create(session("b"), NOW));
    }

    @Test
    void interruptsAtAnyMomentTearNothingAndLoseNoAcknowledgedIncrement() throws Exception {
        FileStore store = FileStore.at(directory, Durability.RENAME_ONLY, event -> {});
        StoredSession session = saved(store.create(session("a"), NOW));
        AtomicLong acknowledged = new AtomicLong();
        CountDownLatch done = new CountDownLatch(1);
        Thread writer = new Thread(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                Records.increment(store, session);
                acknowledged.incrementAndGet();
            }
            done.countDown();
        });
        writer.start();
        while (!done.await(3, TimeUnit.MILLISECONDS) && writer.isAlive()) {
            writer.interrupt();
        }
        writer.join();
        assertThat(acknowledged).hasValue(ROUNDS);
        assertThat(store.find(key("a"), NOW)).map(Records::number).contains((long) ROUNDS);
        store.close();
    }

    private String isFreeForAnotherProcess(int stripe) throws IOException {
        try (ChildJvm child = ChildJvm.start(Holder.class, directory, stripe, "leave")) {
            return String.valueOf(child.line());
        }
    }

    private static long soon() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    }

    private static void together(List<FileStore> stores, Consumer<FileStore> work) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (FileStore each : stores) {
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                    work.accept(each);
                } catch (InterruptedException | RuntimeException | Error failure) {
                    failures.add(failure);
                }
            });
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }

    /** Counts in a process of its own. */
    static final class Racer {

        public static void main(String[] arguments) throws IOException {
            int rounds = Integer.parseInt(arguments[1]);
            try (FileStore store = FileStore.at(Path.of(arguments[0]))) {
                StoredSession session = store.find(key("a"), NOW).orElseThrow();
                System.out.println("ready");
                ChildJvm.await();
                System.out.println(race(store, session, rounds));
            }
        }

        /** Increments one session, and creates keys that the other process creates too; answers how many it had first. */
        static int race(FileStore store, StoredSession session, int rounds) {
            int created = 0;
            for (int i = 0; i < rounds; i++) {
                Records.increment(store, session);
                created += store.create(session("race" + i), NOW) instanceof SaveResult.Saved ? 1 : 0;
            }
            return created;
        }
    }

    /** Tries for a stripe, says how it went, and stays or leaves. */
    static final class Holder {

        public static void main(String[] arguments) throws IOException {
            StripeLocks locks = StripeLocks.open(Path.of(arguments[0], ".lock"));
            String free = locks.ifFree(Integer.parseInt(arguments[1]), () -> {
                System.out.println("free");
                if (arguments[2].equals("stay")) {
                    ChildJvm.await();
                }
                return "free";
            });
            if (free == null) {
                System.out.println("held");
            }
        }
    }
}
