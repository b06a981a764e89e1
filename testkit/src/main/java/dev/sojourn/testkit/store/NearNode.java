package dev.sojourn.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.CachingStore;
import dev.sojourn.session.store.ForwardingStore;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A node with a near cache before its store, to be tried against others that write past it: whether a session is near here, and
 * that its end is seen within the second that {@link CachingStore} promises. For one thread; closing it closes the store.
 */
public final class NearNode implements AutoCloseable {

    /** The time at which all is written and read here. */
    public static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");

    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Counting counting;
    private final SessionStore here;

    /** @param store one that offers {@link dev.sojourn.session.store.InvalidationPush} */
    public NearNode(SessionStore store) {
        this.counting = new Counting(store);
        this.here = CachingStore.around(counting);
    }

    /** Stores a new session past this node, and sees it become near. */
    public StoreKey near(SessionStore writer) {
        StoreKey key = StoreKey.of(SessionToken.random(), "near");
        Instant end = NOW.plusSeconds(3600);
        writer.create(new StoredSession(key, PackedAttributes.EMPTY, NOW, NOW, end, end, null, null, null), NOW);
        assertNear(key);
        return key;
    }

    /** Found without a read of the store, sooner or later: within 60 s. */
    public void assertNear(StoreKey key) {
        long begun = System.nanoTime();
        int before;
        do {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENCE);
            before = counting.finds.get();
        } while (!found(key) || counting.finds.get() > before);
    }

    /**
     * No read that begins a second after the end finds the session; one that reaches nobody does not either.
     *
     * @param since {@link System#nanoTime} when the session had ended
     */
    public void assertEndsWithinTheBound(StoreKey key, long since) {
        long begun;
        do {
            begun = System.nanoTime();
            if (Duration.ofNanos(begun - since).compareTo(BOUND) > 0) {
                assertThat(found(key)).as("found after the bound").isFalse();
                return;
            }
        } while (found(key));
    }

    private boolean found(StoreKey key) {
        try {
            return here.find(key, NOW).isPresent();
        } catch (StoreException unreachable) {
            return false;
        }
    }

    @Override
    public void close() {
        here.close();
    }

    private static final class Counting extends ForwardingStore {

        private final AtomicInteger finds = new AtomicInteger();

        Counting(SessionStore store) {
            super(store);
        }

        @Override
        public Optional<StoredSession> find(StoreKey key, Instant now) {
            finds.incrementAndGet();
            return super.find(key, now);
        }
    }
}
