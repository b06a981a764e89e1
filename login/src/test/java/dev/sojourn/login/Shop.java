package dev.sojourn.login;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventType;
import dev.sojourn.http.RequestHead;
import dev.sojourn.session.Channel;
import dev.sojourn.session.Session;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.cookie.SetCookie;
import dev.sojourn.session.seal.SealingKeys;
import dev.sojourn.session.store.MemoryStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An application with a few users, over sessions of one kind, on a clock that moves when told. */
final class Shop {

    record User(String id, @Nullable String passwordHash) {}

    static final User ALICE = new User("alice", "hash of wonderland-1865");
    static final User BOB = new User("bob", "hash of builder-1999");

    final Map<String, User> users = new ConcurrentHashMap<>(Map.of("alice", ALICE, "bob", BOB));
    final List<Event> events = new CopyOnWriteArrayList<>();
    final List<String> loads = new CopyOnWriteArrayList<>();
    final SessionManager sessions;
    final LoginManager<User> logins;

    private final String kind;
    private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private volatile boolean listenerFails;
    private volatile boolean loaderFails;

    // On Java 17 the @Nullable inside Function<U, @Nullable String> is not read from class files.
    @SuppressWarnings("NullAway")
    private Shop(String kind, SessionManager.Builder sessions, UnaryOperator<LoginManager.Builder<User>> settings) {
        this.kind = kind;
        this.sessions = sessions.clock(new ShopClock()).events(this::hear).build();
        this.logins = settings.apply(LoginManager.of(this::byId, User::id)
                        .stamp(User::passwordHash)
                        .keep("cart"))
                .build();
    }

    static Shop stored() {
        return stored(UnaryOperator.identity());
    }

    static Shop stored(UnaryOperator<LoginManager.Builder<User>> settings) {
        return new Shop("stored", SessionManager.in(MemoryStore.create()), settings);
    }

    static Shop sealed() {
        return sealed(UnaryOperator.identity());
    }

    static Shop sealed(UnaryOperator<LoginManager.Builder<User>> settings) {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return new Shop("sealed", SessionManager.inCookie(SealingKeys.of(key)), settings);
    }

    static Stream<Shop> bothKinds() {
        return Stream.of(stored(), sealed());
    }

    private Optional<User> byId(String id) {
        loads.add(id);
        if (loaderFails) {
            throw new IllegalStateException("the database of users is down");
        }
        return Optional.ofNullable(users.get(id));
    }

    private void hear(Event event) {
        events.add(event);
        if (listenerFails) {
            throw new IllegalStateException("listener");
        }
    }

    void failingListener() {
        listenerFails = true;
    }

    void failingLoader(boolean fails) {
        loaderFails = fails;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    List<Event> told(EventType type) {
        return events.stream().filter(event -> event.type() == type).toList();
    }

    Browser browser() {
        return new Browser(null);
    }

    @Override
    public String toString() {
        return kind;
    }

    static RequestHead request(String method, String path, Map<String, String> headers) {
        int question = path.indexOf('?');
        return new RequestHead(
                method,
                "https",
                "shop.example",
                question < 0 ? path : path.substring(0, question),
                question < 0 ? null : path.substring(question + 1),
                name -> headers.entrySet().stream()
                        .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                        .map(Map.Entry::getValue)
                        .toList(),
                "127.0.0.1");
    }

    /** A browser with at most one cookie. */
    final class Browser {

        @Nullable
        String cookie;

        private Browser(@Nullable String cookie) {
            this.cookie = cookie;
        }

        /** Somebody else who has copied the cookie. */
        Browser copy() {
            return new Browser(cookie);
        }

        Visit begin(String method, String path) {
            Map<String, String> headers = cookie == null
                    ? Map.of("Sec-Fetch-Mode", "navigate")
                    : Map.of(
                            "Sec-Fetch-Mode", "navigate", "Cookie", sessions.cookieName(Channel.SECURE) + "=" + cookie);
            return new Visit(this, request(method, path, headers));
        }

        <T> T post(BiFunction<Login<User>, Session, T> handler) {
            Visit visit = begin("POST", "/");
            T answer = handler.apply(visit.login, visit.session());
            visit.end();
            return answer;
        }

        void visit(BiConsumer<Login<User>, Session> handler) {
            post((login, session) -> {
                handler.accept(login, session);
                return true;
            });
        }

        Browser signIn(User user) {
            visit((login, session) -> login.login(user));
            return this;
        }

        Optional<User> user() {
            return post((login, session) -> login.user());
        }

        List<String> names() {
            return post((login, session) -> new ArrayList<>(session.names()));
        }
    }

    /** One request, with its session opened at first use. */
    final class Visit {

        final Login<User> login;
        private final Browser browser;
        private final RequestHead head;
        private @Nullable Session session;

        private Visit(Browser browser, RequestHead head) {
            this.browser = browser;
            this.head = head;
            this.login = logins.open(sessions, this::session, head);
        }

        Session session() {
            Session open = session;
            if (open == null) {
                open = sessions.open(head, Channel.SECURE);
                session = open;
            }
            return open;
        }

        boolean askedForSession() {
            return session != null;
        }

        /** The head leaves. */
        Optional<SetCookie> end() {
            Optional<SetCookie> set = session().commitWithHead();
            set.ifPresent(line -> browser.cookie = line.headerValue().contains("Max-Age=0") ? null : line.value());
            session().finish();
            return set;
        }
    }

    private final class ShopClock extends Clock {

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("this clock is for instants");
        }
    }
}
