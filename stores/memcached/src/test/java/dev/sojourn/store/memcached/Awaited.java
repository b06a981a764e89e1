package dev.sojourn.store.memcached;

import dev.sojourn.session.store.StoreException;
import java.time.Duration;
import java.util.function.Supplier;

/** What a test waits for. */
final class Awaited {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Awaited() {}

    /** Asks until the connection stands again; whoever is never answered fails. */
    static <T> T wellAgain(Supplier<T> call) {
        long begin = System.nanoTime();
        while (true) {
            try {
                return call.get();
            } catch (StoreException down) {
                if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                    throw down;
                }
            }
        }
    }
}
