package dev.sojourn.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests of one session that want to write it at the same time. */
class WriterQueueTest {

    private static final long DEADLINE = TimeUnit.SECONDS.toNanos(2);

    private final AtomicLong nanoTime = new AtomicLong();
    private final StoreKey key = StoreKey.of(SessionToken.random(), "test");
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void oneSessionHasOneWriterAtATime() throws Exception {
        WriterQueue queue = new WriterQueue(DEADLINE, nanoTime::get);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<?>> writers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            writers.add(threads.submit(() -> queue.inTurn(key, () -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                inside.decrementAndGet();
            })));
        }
        for (Future<?> writer : writers) {
            writer.get(20, TimeUnit.SECONDS);
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void whoHasWaitedAsLongAsAStoreMayTakeGivesUpOnceAWriterBeforeHasHung() throws Exception {
        WriterQueue queue = new WriterQueue(DEADLINE, nanoTime::get);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Future<?> first = threads.submit(() -> queue.inTurn(key, () -> {
            inside.countDown();
            awaitQuietly(end);
            throw new StoreException("the first failed");
        }));
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicInteger written = new AtomicInteger();
        Future<?> second = threads.submit(() -> {
            waiting.countDown();
            queue.inTurn(key, written::incrementAndGet);
        });
        assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
        while (queue.waiting(key) == 0) {
            Thread.onSpinWait();
        }
        nanoTime.addAndGet(DEADLINE + 1);
        end.countDown();

        assertThatThrownBy(() -> first.get(20, TimeUnit.SECONDS)).hasMessageContaining("the first failed");
        assertThatThrownBy(() -> second.get(20, TimeUnit.SECONDS)).hasMessageContaining("came before this one");
        assertThat(written).hasValue(0);
        queue.inTurn(key, written::incrementAndGet);
        assertThat(written).hasValue(1);
    }

    @Test
    void whoComesWhileAnotherTriesAStoreThatHasJustHungDoesNotWait() throws Exception {
        WriterQueue queue = new WriterQueue(DEADLINE, nanoTime::get);
        assertThatThrownBy(() -> queue.inTurn(key, () -> {
                    nanoTime.addAndGet(DEADLINE);
                    throw new StoreException("the first hung");
                }))
                .hasMessageContaining("the first hung");
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Future<?> trying = threads.submit(() -> queue.inTurn(key, () -> {
            inside.countDown();
            awaitQuietly(end);
        }));
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> queue.inTurn(key, () -> {}))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("came before this one");
        end.countDown();
        trying.get(20, TimeUnit.SECONDS);
        assertThat(inTurnWhileAnotherWrites(queue)).as("once one has succeeded").isTrue();
    }

    @Test
    void whatFailsAtOnceIsNobodyElsesAffair() throws Exception {
        WriterQueue queue = new WriterQueue(DEADLINE, nanoTime::get);
        assertThatThrownBy(() -> queue.inTurn(key, () -> {
                    nanoTime.addAndGet(DEADLINE / 10);
                    throw new StoreException("too large");
                }))
                .hasMessageContaining("too large");
        assertThat(inTurnWhileAnotherWrites(queue)).isTrue();
    }

    /** Whether a writer waits for another, and gets its turn. */
    private boolean inTurnWhileAnotherWrites(WriterQueue queue) throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger written = new AtomicInteger();
        Future<?> before = threads.submit(() -> queue.inTurn(key, () -> {
            inside.countDown();
            awaitQuietly(end);
        }));
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
        Future<?> after = threads.submit(() -> queue.inTurn(key, written::incrementAndGet));
        while (queue.waiting(key) == 0) {
            Thread.onSpinWait();
        }
        end.countDown();
        before.get(20, TimeUnit.SECONDS);
        after.get(20, TimeUnit.SECONDS);
        return written.get() == 1;
    }

    @Test
    void noMoreThanSoManyWait() throws Exception {
        WriterQueue queue = new WriterQueue(DEADLINE, nanoTime::get);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger written = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        all.add(threads.submit(() -> queue.inTurn(key, () -> {
            inside.countDown();
            awaitQuietly(end);
        })));
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 256; i++) {
            all.add(threads.submit(() -> queue.inTurn(key, written::incrementAndGet)));
        }
        while (queue.waiting(key) < 256) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> queue.inTurn(key, () -> {}))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("256 requests");
        end.countDown();
        for (Future<?> each : all) {
            each.get(20, TimeUnit.SECONDS);
        }
        assertThat(written).hasValue(256);
    }

    @Test
    void anInterruptedWriterSaysSoAndStaysInterrupted() {
        WriterQueue queue = new WriterQueue(DEADLINE, nanoTime::get);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> queue.inTurn(key, () -> {})).isInstanceOf(StoreException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
