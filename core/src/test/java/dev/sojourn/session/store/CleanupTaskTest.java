package dev.sojourn.session.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventType;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CleanupTaskTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    @RepeatedTest(20)
    void aTurnComesEveryTenMinutesGiveOrTakeATenth() {
        assertThat(CleanupTask.untilNextTurn()).isBetween(540_000L, 660_000L);
    }

    @Test
    void turnsDoNotAllComeAtTheSameDistance() {
        assertThat(LongStream.range(0, 100)
                        .map(turn -> CleanupTask.untilNextTurn())
                        .distinct()
                        .count())
                .isGreaterThan(50);
    }

    @Test
    void theStoreIsToldTheTimeOfTheClock() throws InterruptedException {
        BlockingQueue<Instant> asked = new LinkedBlockingQueue<>();
        ExpiryCleanup store = now -> asked.add(now) ? 0 : 1;
        CleanupTask task = CleanupTask.start(store, CLOCK, events::add, () -> 0);
        assertThat(asked.take()).isEqualTo(NOW);
        task.close();
    }

    @Test
    void aFailureIsToldAndTheNextTurnComes() throws InterruptedException {
        ExpiryCleanup failing = now -> {
            throw new StoreException("disk is full");
        };
        CleanupTask task = CleanupTask.start(failing, CLOCK, events::add, () -> 0);
        Event first = events.take();
        Event second = events.take();
        task.close();
        assertThat(first.type()).isEqualTo(EventType.STORE_FAILED);
        assertThat(first.time()).isEqualTo(NOW);
        assertThat(first.detail()).contains("disk is full");
        assertThat(second).isEqualTo(first);
    }

    @Test
    void afterCloseNoFurtherTurnBegins() throws InterruptedException {
        SynchronousQueue<Thread> turns = new SynchronousQueue<>();
        ExpiryCleanup store = now -> handOver(turns);
        CleanupTask task = CleanupTask.start(store, CLOCK, events::add, () -> 0);
        Thread cleaner = turns.take();
        assertThat(cleaner.isDaemon()).isTrue();
        task.close();
        task.close();
        turns.poll(100, TimeUnit.MILLISECONDS); // a turn that had already begun
        cleaner.join();
        assertThat(events).isEmpty();
    }

    private static int handOver(SynchronousQueue<Thread> turns) {
        try {
            turns.put(Thread.currentThread());
            return 0;
        } catch (InterruptedException stopped) {
            throw new StoreException("interrupted", stopped);
        }
    }
}
