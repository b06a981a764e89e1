package dev.sojourn.store.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventType;
import dev.sojourn.servers.MemcachedServer;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import dev.sojourn.testkit.MutableClock;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An operator hears that sessions may have ended for want of memory. */
class EvictionWatchTest {

    private static final InetSocketAddress ONE = InetSocketAddress.createUnresolved("one", 11211);
    private static final InetSocketAddress OTHER = InetSocketAddress.createUnresolved("other", 11211);

    private final MutableClock clock = MutableClock.at(Instant.parse("2030-01-01T12:00:00Z"));
    private final Map<InetSocketAddress, Long> counts = new HashMap<>();
    private final List<Event> told = new ArrayList<>();

    @Test
    void aServerThatEvictsIsTold() throws Exception {
        BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        try (MemcachedServer server = NeedsMemcached.start("-m", "8");
                MemcachedStore store = MemcachedStore.builder(server.address())
                        .events(events::add)
                        .watchEvery(Duration.ofMillis(20))
                        .build()) {
            Event event = fillUntilTold(store, events);
            assertThat(event.type()).isEqualTo(EventType.SESSION_EVICTED);
            assertThat(event.detail())
                    .contains("evicted by Memcached at ")
                    .contains(server.address().substring(server.address().indexOf(":")));
        }
    }

    @Test
    void growthIsToldOfEachServerOnceAndNotWhatWasBefore() {
        try (EvictionWatch watch = new EvictionWatch(() -> counts, told::add, clock)) {
            counts.put(ONE, 1_000L);
            watch.look();
            counts.put(OTHER, 500L);
            watch.look();
            assertThat(told).isEmpty();

            counts.put(ONE, 1_001L);
            counts.put(OTHER, 502L);
            watch.look();
            watch.look();
            assertThat(told).extracting(Event::time).containsOnly(clock.instant());
            assertThat(told)
                    .extracting(Event::detail)
                    .containsExactlyInAnyOrder(
                            "1 item evicted by Memcached at one:11211, sessions or others'; it needs more memory (-m)",
                            "2 items evicted by Memcached at other:11211, sessions or others'; it needs more memory (-m)");
        }
    }

    @Test
    void aServerThatWasStartedAnewCountsFromZero() {
        try (EvictionWatch watch = new EvictionWatch(() -> counts, told::add, clock)) {
            counts.put(ONE, 1_000L);
            watch.look();
            counts.put(ONE, 3L);
            watch.look();
            assertThat(told)
                    .singleElement()
                    .extracting(Event::detail)
                    .asString()
                    .startsWith("3 items");
        }
    }

    @Test
    void aLookThatFailsIsToldAndTheNextOneComes() throws Exception {
        BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        EvictionWatch watch = EvictionWatch.start(
                () -> {
                    throw new StoreException("Memcached is away");
                },
                events::add,
                Duration.ofMillis(1));
        try (watch) {
            for (int look = 0; look < 2; look++) {
                Event event = events.poll(30, TimeUnit.SECONDS);
                assertThat(event).isNotNull();
                assertThat(event.type()).isEqualTo(EventType.STORE_FAILED);
                assertThat(event.detail()).contains("Memcached is away");
            }
        }
    }

    private static Event fillUntilTold(MemcachedStore store, BlockingQueue<Event> events) {
        Instant now = Clock.systemUTC().instant();
        Instant end = now.plus(Duration.ofHours(1));
        PackedAttributes large = PackedAttributes.of(Map.of("a", new byte[100_000]));
        long begin = System.nanoTime();
        Event told;
        while ((told = events.poll()) == null) {
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
            StoreKey key = StoreKey.of(SessionToken.random(), "test");
            store.create(new StoredSession(key, large, now, now, end, end, null, null, null), now);
        }
        assertThat(store.evictions()).isPositive();
        return told;
    }
}
