package dev.sojourn.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.http.RequestHead;
import dev.sojourn.session.Channel;
import dev.sojourn.session.Session;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.cookie.SetCookie;
import dev.sojourn.testkit.MutableClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The part of the exam for stores whose content can be looked at from outside: what is sealed at rest stands nowhere in it. To
 * be implemented beside {@link SessionStoreContract}.
 */
public interface SealedAtRestContract extends StoreUnderExam {

    /** As many increments as show a lost one; what races find beyond that is for {@link RaceExam}. */
    int ROUNDS = 20;

    /**
     * All that the backend holds at this moment, logs and indexes included, as whoever stole it would see it; in any order.
     *
     * @throws Exception when it cannot be read, which fails the test
     */
    byte[] dump() throws Exception;

    /** The control: a dump that misses what is not sealed would miss everything. */
    @Test
    default void whatIsNotSealedStandsInTheDump() throws Exception {
        String secret = secret();
        try (SessionManager sessions = manager(SessionManager.in(store()))) {
            request(sessions, null, session -> session.put("note", secret));
            assertThat(dumped()).contains(secret);
        }
    }

    /** A put, an update, a renewal and a sign-in leave nothing to read, neither the values nor the token. */
    @Test
    default void whatIsSealedAtRestStandsNowhereInTheDump() throws Exception {
        String secret = secret();
        try (SessionManager sessions = manager(SessionManager.in(store()).sealAtRest())) {
            String first = request(sessions, null, session -> session.put("note", secret));
            request(sessions, first, session -> session.update("more", String.class, old -> secret + old));
            String second = request(sessions, first, Session::renew);
            assertThat(dumped()).doesNotContain(secret, first, second);
            String third = request(sessions, second, session -> session.restart("somebody", Set.of("note")));
            assertThat(dumped()).doesNotContain(secret, second, third);
            request(
                    sessions,
                    third,
                    session -> assertThat(session.get("note", String.class)).isEqualTo(secret));
        }
    }

    /** Increments in parallel count, though equal values never have equal bytes. */
    @Test
    default void sealedUpdatesInParallelAllCount() throws Exception {
        try (SessionManager sessions = manager(SessionManager.in(store()).sealAtRest())) {
            String cookie = request(sessions, null, session -> session.put("n", 0L));
            Callable<String> increment =
                    () -> request(sessions, cookie, session -> session.update("n", Long.class, 0L, n -> n + 1));
            Callable<String> other = () -> request(sessions, cookie, session -> session.put("other", secret()));
            int rounds = Math.min(rounds(), ROUNDS);
            try (Race race = new Race()) {
                for (int round = 0; round < rounds; round++) {
                    race.run(List.of(increment, increment, other));
                }
            }
            request(
                    sessions,
                    cookie,
                    session -> assertThat(session.get("n", Long.class)).isEqualTo(2L * rounds));
        }
    }

    private SessionManager manager(SessionManager.Builder builder) {
        return builder.clock(MutableClock.at(start())).build();
    }

    private String dumped() throws Exception {
        return new String(dump(), StandardCharsets.ISO_8859_1);
    }

    private static String secret() {
        return "known-" + UUID.randomUUID();
    }

    /** One request and its answer; gives the cookie that the browser has then. */
    private static String request(SessionManager sessions, @Nullable String cookie, Consumer<Session> handler) {
        String line = sessions.cookieName(Channel.SECURE) + "=" + cookie;
        RequestHead head = new RequestHead(
                "GET",
                "https",
                "shop.example",
                "/",
                null,
                name -> cookie != null && name.equalsIgnoreCase("Cookie") ? List.of(line) : List.of(),
                "127.0.0.1");
        Session session = sessions.open(head, Channel.SECURE);
        handler.accept(session);
        Optional<SetCookie> set = session.commitWithHead();
        session.finish();
        return set.map(SetCookie::value).orElse(cookie == null ? "" : cookie);
    }
}
