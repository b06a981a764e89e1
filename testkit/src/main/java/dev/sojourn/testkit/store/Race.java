package dev.sojourn.testkit.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs tasks on as many threads, let go at the same moment, round after round. */
final class Race implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "sojourn-race");
        thread.setDaemon(true);
        return thread;
    });

    /** What each task answered, in the order given; a failure of any is the failure of the race. */
    <T> List<T> run(List<? extends Callable<? extends T>> tasks) {
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        List<Future<T>> running = new ArrayList<>();
        for (Callable<? extends T> task : tasks) {
            running.add(threads.submit(() -> {
                start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return task.call();
            }));
        }
        List<T> answers = new ArrayList<>();
        for (Future<T> answer : running) {
            answers.add(result(answer));
        }
        return answers;
    }

    private static <T> T result(Future<T> answer) {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new AssertionError("a racing call failed", failed.getCause());
        } catch (TimeoutException hung) {
            throw new AssertionError("a racing call has not answered in " + PATIENCE_SECONDS + " s", hung);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a race", stopped);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
