package dev.sojourn.login.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobLimitTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void stop() throws InterruptedException {
        release.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void neverMoreThanThePermittedJobsRunAtOnce() throws Exception {
        JobLimit limit = new JobLimit(3, 1000, LONG);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<Integer>> jobs = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            jobs.add(threads.submit(() -> limit.run(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.onSpinWait();
                return running.decrementAndGet();
            })));
        }
        for (Future<Integer> job : jobs) {
            job.get();
        }

        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void whoFindsTheQueueFullIsTurnedAwayAtOnce() throws Exception {
        JobLimit limit = new JobLimit(1, 0, LONG);
        occupy(limit);

        assertThatThrownBy(() -> limit.run(() -> "never"))
                .isInstanceOf(PasswordHasherBusyException.class)
                .hasMessageContaining("try again later");
    }

    @Test
    void whoWaitsTooLongIsTurnedAway() throws Exception {
        JobLimit limit = new JobLimit(1, 1, Duration.ofMillis(1));
        occupy(limit);

        assertThatThrownBy(() -> limit.run(() -> "never"))
                .isInstanceOf(PasswordHasherBusyException.class)
                .hasMessageContaining("within 1 ms");
    }

    @Test
    void whoWaitsGetsThePlaceThatBecomesFree() throws Exception {
        JobLimit limit = new JobLimit(1, 1, LONG);
        Future<String> first = occupy(limit);
        Future<String> second = threads.submit(() -> limit.run(() -> "second"));
        release.countDown();

        assertThat(first.get()).isEqualTo("first");
        assertThat(second.get()).isEqualTo("second");
    }

    @Test
    void placesAreGivenBackWhenJobsFail() {
        JobLimit limit = new JobLimit(1, 0, LONG);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> limit.run(() -> {
                        throw new IllegalStateException("job");
                    }))
                    .hasMessage("job");
        }

        assertThat(limit.<String>run(() -> "free")).isEqualTo("free");
    }

    @Test
    void anInterruptedWaitEndsAndTheThreadStaysInterrupted() throws Exception {
        JobLimit limit = new JobLimit(1, 1, LONG);
        occupy(limit);
        Future<Boolean> interrupted = threads.submit(() -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> limit.run(() -> "never")).isInstanceOf(PasswordHasherBusyException.class);
            return Thread.interrupted();
        });

        assertThat(interrupted.get()).isTrue();
    }

    private Future<String> occupy(JobLimit limit) throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        Future<String> job = threads.submit(() -> limit.run(() -> {
            started.countDown();
            try {
                release.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            return "first";
        }));
        started.await();
        return job;
    }
}
