package dev.sojourn.docs;

import dev.sojourn.docs.Shop.Address;
import dev.sojourn.docs.Shop.Cart;
import dev.sojourn.docs.Shop.User;
import dev.sojourn.event.EventType;
import dev.sojourn.login.LoginManager;
import dev.sojourn.session.Session;
import dev.sojourn.session.SessionAttribute;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.codec.SessionCodec;
import dev.sojourn.session.cookie.PreferenceCookie;
import dev.sojourn.session.cookie.SessionCookie;
import dev.sojourn.session.seal.SealingKeys;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.web.Sojourn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What docs/sessions.md shows. */
final class SessionsSnippets {

    // snippet: attribute
    static final SessionAttribute<List<String>> RECENT = SessionAttribute.listOf("recent", String.class);
    // end

    // snippet: preference
    static final PreferenceCookie<String> THEME = PreferenceCookie.oneOf("theme", "auto", Set.of("light", "dark"));
    // end

    private SessionsSnippets() {}

    static List<Object> reading(Session session) {
        // snippet: reading
        session.put("name", "Alice");
        String name = session.get("name", String.class); // null when absent
        Cart cart = session.get("cart", Cart.class, Cart::new); // made and kept when absent
        session.remove("name");
        String flash = session.take("flash", String.class); // read once
        // end
        return List.of(name, cart, flash);
    }

    static void updating(Session session) {
        // snippet: update
        session.update("visits", Long.class, 0L, n -> n + 1);
        // end
    }

    static SessionManager registering(SessionStore store) {
        // snippet: codec
        SessionCodec codec = SessionCodec.builder()
                .register(Address.class, "address")
                .register(Cart.class, "cart", 2, old -> Map.of("items", old.get("goods")))
                .build();
        var sessions = SessionManager.in(store).codec(codec).build();
        // end
        return sessions;
    }

    static SessionManager timing(SessionStore store) {
        // snippet: timeouts
        var sessions = SessionManager.in(store)
                .timeouts(Duration.ofMinutes(15), Duration.ofHours(8))
                .build();
        // end
        return sessions;
    }

    static SessionManager naming(SessionStore store) {
        // snippet: cookie
        var sessions = SessionManager.in(store)
                .cookie(SessionCookie.standard().named("__Host-shop").persistent())
                .build();
        // end
        return sessions;
    }

    static Sojourn<User> rules(SessionManager sessions, LoginManager<User> logins) {
        // snippet: rules
        Sojourn<User> sojourn = Sojourn.of(sessions, logins)
                .origins("https://shop.example")
                .trustedProxies("10.0.0.0/8")
                .protect("/account/**")
                .build();
        // end
        return sojourn;
    }

    static SessionManager watching(SessionStore store, Meter meter) {
        // snippet: events
        var sessions = SessionManager.in(store)
                .events(event -> meter.count(event.type()))
                .build();
        // end
        return sessions;
    }

    interface Meter {
        void count(EventType type);
    }

    static SessionManager revocable(SealingKeys keys, SessionStore store) {
        // snippet: revocable
        var sessions = SessionManager.inCookie(keys)
                .revocableIn(store, Duration.ofSeconds(5))
                .spillTo(store)
                .build();
        // end
        return sessions;
    }

    static SessionManager sealedAtRest(SessionStore store) {
        // snippet: at-rest
        var sessions = SessionManager.in(store).sealAtRest().build();
        // end
        return sessions;
    }
}
