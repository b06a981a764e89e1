package dev.sojourn.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.store.ForwardingStore;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import dev.sojourn.testkit.door.RawRequest;
import dev.sojourn.testkit.door.RawResponse;
import dev.sojourn.web.Sojourn;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server still does while its store hangs. */
@Timeout(120)
class HungStoreTest {

    private final HungStore store = new HungStore();

    @Test
    void twoHundredClientsOfAHungStoreLeaveThePublicPagesTheirSpeed() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(256);
        ExecutorService clients = Executors.newCachedThreadPool();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        try (SessionManager sessions = SessionManager.in(store).build()) {
            serve(server, threads, sessions);
            int port = server.getAddress().getPort();
            List<Future<RawResponse>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add(clients.submit(() -> RawRequest.get("/session")
                        .with("Cookie", "__Host-sid=" + SessionToken.random().revealText())
                        .send(port)));
            }
            assertThat(store.full.await(30, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 20; i++) {
                long begun = System.nanoTime();
                assertThat(RawRequest.get("/public").send(port).status()).isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
            }
            awaitDone(answers, 136);
            assertThat(store.inside).hasValue(64);
            store.letGo.countDown();
            List<Integer> status = new ArrayList<>();
            for (Future<RawResponse> answer : answers) {
                status.add(answer.get(30, TimeUnit.SECONDS).status());
            }
            assertThat(status).filteredOn(code -> code == 503).hasSize(136);
            assertThat(status).filteredOn(code -> code == 200).hasSize(64);
        } finally {
            store.letGo.countDown();
            server.stop(0);
            threads.shutdownNow();
            clients.shutdownNow();
        }
    }

    private static void serve(HttpServer server, ExecutorService threads, SessionManager sessions) {
        server.createContext("/", exchange -> {
                    if (exchange.getRequestURI().getPath().equals("/session")) {
                        SojournFilter.session(exchange).get("name", String.class);
                    }
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                })
                .getFilters()
                .add(new SojournFilter<>(
                        Sojourn.of(sessions).trustedProxies("127.0.0.1", "::1").build()));
        server.setExecutor(threads);
        server.start();
    }

    private static void awaitDone(List<Future<RawResponse>> answers, int count) {
        long begun = System.nanoTime();
        while (answers.stream().filter(Future::isDone).count() < count) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
            Thread.onSpinWait();
        }
    }

    /** Reads hang until they are let go. */
    private static final class HungStore extends ForwardingStore {

        final CountDownLatch full = new CountDownLatch(64);
        final CountDownLatch letGo = new CountDownLatch(1);
        final AtomicInteger inside = new AtomicInteger();

        HungStore() {
            super(MemoryStore.create());
        }

        @Override
        public Optional<StoredSession> find(StoreKey key, Instant now) {
            inside.incrementAndGet();
            full.countDown();
            try {
                letGo.await();
                return super.find(key, now);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new StoreException("interrupted", stopped);
            }
        }
    }
}
