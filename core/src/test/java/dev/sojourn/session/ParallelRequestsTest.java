package dev.sojourn.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of one browser at the same moment, for hundreds of rounds; {@code -Dsojourn.rounds=10000} plays more. */
@ParameterizedClass
@MethodSource("kinds")
class ParallelRequestsTest {

    private static final int ROUNDS = Integer.getInteger("sojourn.rounds", 200);
    private static final int REQUESTS = 8;

    private final ExecutorService threads = Executors.newFixedThreadPool(REQUESTS);
    private final Managers kind;

    ParallelRequestsTest(Managers kind) {
        this.kind = kind;
    }

    static Stream<Managers> kinds() {
        return Stream.of(Managers.stored(), Managers.sealedAtRest(MemoryStore.create()));
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void writesOfDifferentAttributesAreAllThere() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Browser browser = started();
            together(i -> browser.copy().visit(session -> session.put("a" + i, i)));
            assertThat(browser.names()).hasSize(REQUESTS + 1);
        }
    }

    @Test
    void incrementsOfOneAttributeAreAllCounted() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Browser browser = started();
            together(i -> browser.copy().visit(session -> session.update("n", Long.class, 0L, n -> n + 1)));
            assertThat(browser.read("n", Long.class)).isEqualTo(REQUESTS);
        }
    }

    @Test
    void afterALogoutNothingRevivesTheSession() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Browser browser = started();
            together(i -> browser.copy().visit(session -> {
                if (i == 0) {
                    session.destroy();
                } else if (i % 2 == 0) {
                    session.renew();
                } else {
                    session.update("n", Long.class, 0L, n -> n + 1);
                }
            }));
            assertThat(browser.anonymous()).isTrue();
        }
    }

    @Test
    void theThreadsOfOneRequestMayShareItsSession() throws Exception {
        Browser browser = started();
        browser.visit(session -> {
            try {
                together(i -> session.put("a" + i, i));
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
        });
        assertThat(browser.names()).hasSize(REQUESTS + 1);
    }

    private Browser started() {
        Browser browser = new Browser(kind.manager);
        browser.visit(session -> session.put("start", true));
        return browser;
    }

    private void together(IntConsumer request) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            int number = i;
            all.add(threads.submit(() -> {
                start.await();
                request.accept(number);
                return null;
            }));
        }
        start.countDown();
        for (Future<?> one : all) {
            one.get();
        }
    }
}
