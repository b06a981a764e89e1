package dev.sojourn.login;

import static dev.sojourn.login.Shop.ALICE;
import static dev.sojourn.login.Shop.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.login.Shop.Browser;
import dev.sojourn.login.Shop.User;
import dev.sojourn.login.Shop.Visit;
import dev.sojourn.session.Session;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two threads of one request. */
class LoginThreadsTest {

    private static final int ROUNDS = Integer.getInteger("sojourn.rounds", 200);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.login.Shop#bothKinds")
    void aValueMadeUnderTheSessionsLockMayDependOnTheUserWhileAnotherThreadAsksForThem(Shop shop) {
        Visit visit = shop.browser().signIn(ALICE).begin("GET", "/");
        Session session = visit.session();
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch asking = new CountDownLatch(1);
        Login<User> login = shop.logins.open(
                shop.sessions,
                () -> {
                    asking.countDown();
                    return session;
                },
                Shop.request("GET", "/", Map.of()));

        Future<String> cart = threads.submit(() -> session.get("cart", String.class, () -> {
            making.countDown();
            await(asking);
            return "of " + login.user().orElseThrow().id();
        }));
        Future<Optional<User>> user = threads.submit(() -> {
            await(making);
            return login.user();
        });

        assertThat(cart).succeedsWithin(LONG).isEqualTo("of alice");
        assertThat(user).succeedsWithin(LONG).isEqualTo(Optional.of(ALICE));
    }

    @Test
    void inEveryRaceOfSigningInAgainstAskingForTheUserTheSignInHolds() throws Exception {
        Shop shop = Shop.stored();
        CyclicBarrier start = new CyclicBarrier(2);
        for (int round = 0; round < ROUNDS; round++) {
            Browser browser = shop.browser().signIn(ALICE);
            Visit visit = browser.begin("POST", "/login");
            visit.session();
            Future<?> signingIn = threads.submit(() -> {
                start.await();
                visit.login.login(BOB);
                return true;
            });
            Future<?> asking = threads.submit(() -> {
                start.await();
                return visit.login.user();
            });
            signingIn.get();
            asking.get();

            assertThat(visit.login.user()).contains(BOB);
            visit.end();
            assertThat(browser.user()).contains(BOB);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }
}
