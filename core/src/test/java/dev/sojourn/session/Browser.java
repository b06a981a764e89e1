package dev.sojourn.session;

import dev.sojourn.http.RequestHead;
import dev.sojourn.session.cookie.SetCookie;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A browser with one cookie, visiting one application over HTTPS. */
final class Browser {

    private final SessionManager manager;
    private @Nullable String cookie;

    Browser(SessionManager manager) {
        this.manager = manager;
    }

    Browser(SessionManager manager, @Nullable String cookie) {
        this.manager = manager;
        this.cookie = cookie;
    }

    /** One request and its response. */
    void visit(Consumer<Session> handler) {
        Visit visit = begin();
        handler.accept(visit.session());
        visit.end();
    }

    private <T extends @Nullable Object> T get(Function<Session, T> handler) {
        Visit visit = begin();
        T answer = handler.apply(visit.session());
        visit.end();
        return answer;
    }

    /** A request that reads one attribute. */
    <T> T read(String name, Class<T> type) {
        return get(session -> session.get(name, type));
    }

    /** A request that lists the attributes. */
    Set<String> names() {
        return get(Session::names);
    }

    /** A request that asks whether it has a session. */
    boolean anonymous() {
        return get(Session::isNew);
    }

    /** A request that asks for its handle. */
    String handle() {
        return get(Session::handle);
    }

    /** A request whose response comes later. */
    Visit begin() {
        List<String> lines = cookie == null ? List.of() : List.of(name() + "=" + cookie);
        return new Visit(manager.open(request(lines), Channel.SECURE));
    }

    String name() {
        return manager.cookieName(Channel.SECURE);
    }

    /** The value of the session cookie; null when there is none. */
    @Nullable
    String cookie() {
        return cookie;
    }

    /** Somebody else with the same cookie. */
    Browser copy() {
        return new Browser(manager, cookie);
    }

    static RequestHead request(List<String> cookieLines) {
        return new RequestHead(
                "GET",
                "https",
                "shop.example",
                "/",
                null,
                name -> name.equalsIgnoreCase("Cookie") ? cookieLines : List.of(),
                "127.0.0.1");
    }

    final class Visit {

        private final Session session;

        private Visit(Session session) {
            this.session = session;
        }

        Session session() {
            return session;
        }

        /** The head leaves; gives the Set-Cookie of the response. */
        Optional<SetCookie> end() {
            Optional<SetCookie> set = session.commitWithHead();
            set.ifPresent(line -> cookie = line.headerValue().contains("Max-Age=0") ? null : line.value());
            session.finish();
            return set;
        }
    }
}
