package dev.sojourn.demo;

import dev.sojourn.session.Session;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.seal.SealingKeys;
import dev.sojourn.session.store.CachingStore;
import dev.sojourn.session.store.MigratingStore;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The demo's sessions and the stores behind them, opened and closed together. Thread-safe. */
final class KeptSessions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeptSessions.class);
    private static final String APPLICATION = "demo";

    private final List<Shelf> shelves;
    private final SessionManager manager;

    private KeptSessions(List<Shelf> shelves, SessionManager manager) {
        this.shelves = shelves;
        this.manager = manager;
    }

    /** @throws UsageException when a flag is wrong or a store cannot be reached */
    static KeptSessions open(DemoSettings settings, Path data, Clock clock) {
        List<Shelf> shelves = new ArrayList<>();
        try {
            return new KeptSessions(shelves, build(builder(settings, data, clock, shelves), settings, clock));
        } catch (RuntimeException failure) {
            shelves.forEach(Shelf::close);
            throw failure;
        }
    }

    private static SessionManager.Builder builder(DemoSettings settings, Path data, Clock clock, List<Shelf> shelves) {
        if (settings.sessions() instanceof ServerPlace place) {
            SessionStore store = opened("--sessions", place, settings, data, clock, shelves);
            Move move = settings.move();
            if (move != null) {
                store = moving(store, opened("--move-to", move.to(), settings, data, clock, shelves), move.phase());
            }
            return SessionManager.in(settings.nearCache() ? near(store, place) : store);
        }
        // What signing out leaves, and what no cookie holds, is in files beside the keys.
        FilePlace beside = new FilePlace("sealed");
        SessionStore files = opened("--sessions", beside, settings, data, clock, shelves);
        return SessionManager.inCookie(SealingKeys.inFile(data.resolve("keys")))
                .revocableIn(files)
                .spillTo(files);
    }

    private static SessionStore moving(SessionStore from, SessionStore to, Move.Phase phase) {
        return phase == Move.Phase.preparing ? MigratingStore.preparing(from, to) : MigratingStore.moving(from, to);
    }

    private static SessionStore near(SessionStore store, ServerPlace place) {
        try {
            return CachingStore.around(store);
        } catch (UnsupportedOperationException cannotTell) {
            throw new UsageException("--near-cache does not go with " + place.where() + ": " + cannotTell.getMessage());
        }
    }

    SessionManager manager() {
        return manager;
    }

    /**
     * What the stores hold for a session, each as its own tools show it; nothing where it is in the cookie. A store that cannot
     * be asked says so.
     *
     * @param cookie a value that came with the request; no other session's is looked up
     */
    List<Glance> glances(Session session, String cookie) {
        return SessionToken.parse(cookie).map(token -> StoreKey.of(token, APPLICATION)).stream()
                .filter(key -> !session.isNew() && key.handle().equals(session.handle()))
                .flatMap(key -> shelves.stream().map(shelf -> glance(shelf, key)))
                .toList();
    }

    private static Glance glance(Shelf shelf, StoreKey key) {
        try {
            return shelf.glance(key);
        } catch (StoreException unreachable) {
            LOG.warn("cannot show what the store holds", unreachable);
            return new Glance("The store cannot be asked just now", "", List.of());
        }
    }

    /** Asked for one session that cannot be there, so that a server which is not there is missed now and not later. */
    private static SessionStore opened(
            String flag, ServerPlace place, DemoSettings settings, Path data, Clock clock, List<Shelf> shelves) {
        try {
            Shelf shelf = place.open(data, settings.lifetime(), clock);
            shelves.add(shelf);
            shelf.sessions().find(StoreKey.of(SessionToken.random(), APPLICATION), clock.instant());
            return shelf.sessions();
        } catch (StoreException unusable) {
            throw new UsageException(flag + ": cannot use " + place.where() + ": " + reason(unusable));
        }
    }

    /** What the innermost cause says, since the others only wrap it. */
    private static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }

    private static SessionManager build(SessionManager.Builder builder, DemoSettings settings, Clock clock) {
        try {
            return builder.timeouts(settings.idle(), settings.lifetime())
                    .application(APPLICATION)
                    .clock(clock)
                    .build();
        } catch (IllegalArgumentException wrong) {
            throw new UsageException("--idle, --lifetime: " + wrong.getMessage());
        }
    }

    @Override
    public void close() {
        manager.close();
        shelves.forEach(Shelf::close);
    }
}
