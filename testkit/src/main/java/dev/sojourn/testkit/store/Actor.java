package dev.sojourn.testkit.store;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SaveResult.Stale;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.HexFormat;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One request against one store, step by step: it reads the session once and works on with what it read, however old that has
 * become. Every step answers a text that says all a caller can tell; two stores that answer alike cannot be told apart.
 */
final class Actor {

    private final SessionStore store;
    private final Instant now;
    private @Nullable StoredSession held;

    Actor(SessionStore store, Instant now) {
        this.store = store;
        this.now = now;
    }

    String find(StoreKey key) {
        StoredSession found = store.find(key, now).orElse(null);
        if (found != null) {
            held = found;
        }
        return found == null ? "absent" : describe(found);
    }

    /** Nothing was read, nothing is saved: a request without a session has nothing to write to. */
    String save(Changes changes) {
        return held == null ? "nothing held" : answer(store.save(held, changes, now));
    }

    String renew(StoreKey next, Changes changes) {
        return held == null ? "nothing held" : answer(store.renew(held, next, changes, now));
    }

    String delete(StoreKey key) {
        store.delete(key, now);
        return "deleted";
    }

    private String answer(SaveResult result) {
        if (result instanceof Saved saved) {
            held = saved.session();
            return "saved " + describe(saved.session()) + " overwriting " + new TreeSet<>(saved.overwritten());
        }
        if (result instanceof Stale stale) {
            held = stale.current();
            return "stale " + describe(stale.current());
        }
        return result instanceof Gone ? "gone" : "taken";
    }

    private static String describe(StoredSession session) {
        StringBuilder text = new StringBuilder(session.withVersion(null).toString());
        session.attributes()
                .toMap()
                .forEach((name, value) -> text.append(' ')
                        .append(name)
                        .append('=')
                        .append(HexFormat.of().formatHex(value)));
        return text.toString();
    }
}
