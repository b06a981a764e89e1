package dev.sojourn.testkit.door;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Requests under way at the same time; whoever closes it waits for none. */
final class Parallel implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    Future<RawResponse> begin(Callable<RawResponse> request) {
        return threads.submit(request);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
