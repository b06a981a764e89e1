package dev.sojourn.session.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallLimitTest {

    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final StoreKey KEY = StoreKey.of(SessionToken.random(), "test");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HangingStore hanging = new HangingStore();
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void letEverybodyGo() throws InterruptedException {
        hanging.letGo.countDown();
        callers.shutdown();
        assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void ofTwoHundredCallersOfAHungStoreSixtyFourHangAndTheOthersAreSentAwayAtOnce() throws Exception {
        SessionStore store = CallLimit.around(hanging);
        List<Future<Boolean>> calls = call(store, 200);

        awaitDone(calls, 136);
        assertThat(hanging.inside).hasValue(64);
        hanging.letGo.countDown();
        int answered = 0;
        for (Future<Boolean> call : calls) {
            answered += call.get(30, TimeUnit.SECONDS) ? 1 : 0;
        }
        assertThat(answered).isEqualTo(64);
        assertThat(hanging.mostInside).hasValue(64);
    }

    @Test
    void everyPlaceComesBack() throws Exception {
        SessionStore store = CallLimit.builder(hanging).maxCalls(2).build();
        List<Future<Boolean>> calls = call(store, 8);
        awaitDone(calls, 6);
        hanging.letGo.countDown();
        for (Future<Boolean> call : calls) {
            call.get(30, TimeUnit.SECONDS);
        }
        for (int i = 0; i < 10; i++) {
            assertThat(store.find(KEY, NOW)).isEmpty();
        }
    }

    @Test
    void whoIsSentAwayHasWaitedAboutATenthOfASecondAndIsToldThatNothingWasSent() throws Exception {
        SessionStore store = CallLimit.builder(hanging).maxCalls(1).build();
        call(store, 1);
        awaitInside(1);

        long begun = System.nanoTime();
        assertThatThrownBy(() -> store.delete(KEY, NOW))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("MemoryStore has 1 calls under way")
                .hasMessageContaining("nothing was sent");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofMillis(90), Duration.ofSeconds(2));
    }

    @Test
    void anInterruptedWaiterLeavesWithItsFlagUp() throws Exception {
        SessionStore store =
                CallLimit.builder(hanging).maxCalls(1).maxWait(PATIENCE).build();
        call(store, 1);
        awaitInside(1);
        Future<Boolean> flag = callers.submit(() -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> store.find(KEY, NOW))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("interrupted");
            return Thread.interrupted();
        });
        assertThat(flag.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aDeadlineEndsACallForItsCallerAndTheCallKeepsItsPlace() throws Exception {
        try (CallLimit store = CallLimit.builder(hanging)
                .maxCalls(1)
                .maxWait(Duration.ZERO)
                .deadline(Duration.ofMillis(50))
                .build()) {
            assertThatThrownBy(() -> store.delete(KEY, NOW))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("50 ms");
            assertThatThrownBy(() -> store.find(KEY, NOW)).hasMessageContaining("nothing was sent");
            assertThat(hanging.mostInside).hasValue(1);
            hanging.letGo.countDown();
            awaitInside(0);
        }
    }

    @Test
    void aFailureOnAnotherThreadArrivesAsItIs() {
        StoreException failure = new StoreException("down");
        SessionStore broken = new ForwardingStore(MemoryStore.create()) {
            @Override
            public SaveResult create(StoredSession session, Instant now) {
                throw failure;
            }
        };
        StoredSession session = new StoredSession(KEY, PackedAttributes.EMPTY, NOW, NOW, NOW, NOW, null, null, null);
        try (CallLimit store =
                CallLimit.builder(broken).deadline(PATIENCE).maxCalls(1).build()) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> store.create(session, NOW)).isSameAs(failure);
            }
        }
    }

    @Test
    void capabilitiesAreThoseOfTheStoreBehindUnderTheSameLimit() throws Exception {
        SessionStore store =
                CallLimit.builder(hanging).maxCalls(1).maxWait(Duration.ZERO).build();
        SessionsByOwner byOwner = store.capability(SessionsByOwner.class).orElseThrow();
        assertThat(byOwner.sessionsOf("alice", NOW)).isEmpty();
        assertThat(store.capability(ExpiryCleanup.class)).isPresent();
        assertThat(store.capability(Durable.class)).isEmpty();
        assertThat(store.whyNot(Durable.class)).startsWith("cannot be durable");

        call(store, 1);
        awaitInside(1);
        assertThatThrownBy(() -> byOwner.endSessionsOf("alice", null, NOW)).isInstanceOf(StoreException.class);
    }

    @Test
    void aStoreInThisProcessNeedsNoLimitAndOneIsEnough() {
        MemoryStore memory = MemoryStore.create();
        assertThat(CallLimit.around(memory)).isSameAs(memory);
        SessionStore once = CallLimit.around(hanging);
        assertThat(once).isInstanceOf(CallLimit.class);
        assertThat(CallLimit.around(once)).isSameAs(once);
        SessionStore decorated = new ForwardingStore(once) {};
        assertThat(CallLimit.around(decorated)).isSameAs(decorated);
    }

    /** Each call answers whether it got through. */
    private List<Future<Boolean>> call(SessionStore store, int times) {
        List<Future<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            calls.add(callers.submit(() -> {
                try {
                    store.find(KEY, NOW);
                    return true;
                } catch (StoreException sentAway) {
                    return false;
                }
            }));
        }
        return calls;
    }

    private static void awaitDone(List<Future<Boolean>> calls, int count) {
        long begun = System.nanoTime();
        while (calls.stream().filter(Future::isDone).count() < count) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENCE);
            Thread.onSpinWait();
        }
    }

    private void awaitInside(int count) {
        long begun = System.nanoTime();
        while (hanging.inside.get() != count) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENCE);
            Thread.onSpinWait();
        }
    }
}
