package dev.sojourn.testkit.door;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventType;
import dev.sojourn.login.LoginManager;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.seal.SealingKeys;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.testkit.MutableClock;
import dev.sojourn.web.Sojourn;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** One server with the door under exam, and everything a scenario looks at from outside. */
final class Exam implements AutoCloseable {

    static final Duration IDLE = Duration.ofMinutes(30);
    static final String COOKIE = "__Host-sid";

    final MutableClock clock = MutableClock.at(Instant.parse("2026-11-23T12:00:00Z"));
    final ObservedStore store = new ObservedStore(MemoryStore.create());
    final List<Event> events = new CopyOnWriteArrayList<>();
    final ReferenceApplication application = new ReferenceApplication();
    private final SessionManager sessions;
    private final RunningDoor door;

    Exam(Kind kind, UnaryOperator<Sojourn.Builder<String>> rules, DoorUnderExam examinee) throws Exception {
        SessionManager.Builder builder =
                kind == Kind.STORED ? SessionManager.in(store) : SessionManager.inCookie(SealingKeys.of(randomKey()));
        this.sessions = builder.clock(clock)
                .timeouts(IDLE, Duration.ofHours(12))
                .events(events::add)
                .build();
        LoginManager<String> logins = LoginManager.<String>of(Optional::of, Function.identity())
                .keep("kept")
                .build();
        Sojourn.Builder<String> settings = Sojourn.of(sessions, logins).trustedProxies("127.0.0.1", "::1");
        this.door = examinee.started(rules.apply(settings).build(), application);
    }

    private static byte[] randomKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }

    Browser browser() {
        return new Browser(door.port());
    }

    RawResponse send(RawRequest request) throws IOException {
        return request.send(door.port());
    }

    long told(EventType type) {
        return events.stream().filter(event -> event.type() == type).count();
    }

    @Override
    public void close() throws IOException {
        door.close();
        sessions.close();
    }
}
