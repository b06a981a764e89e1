package dev.sojourn.demo;

import dev.sojourn.demo.InsideView.Cookie;
import dev.sojourn.demo.InsideView.Fact;
import dev.sojourn.javalin.SojournPlugin;
import dev.sojourn.session.Session;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Shows what a browser's cookies hold and what the server holds for them. */
final class InsidePage {

    private static final String SESSION_COOKIE = "__Host-sid";
    private static final int SHOWN = 6;
    private static final int ENVELOPE_OVERHEAD = 45;

    private static final List<Fact> SESSION_ATTRIBUTES = List.of(
            new Fact("Secure", "The browser sends it over HTTPS only."),
            new Fact("HttpOnly", "Scripts in a page cannot read it."),
            new Fact("SameSite=Lax", "Another site's forms and scripts do not carry it along."),
            new Fact("Path=/", "It belongs to the whole host; the __Host- in its name insists on it."),
            new Fact("no Domain", "It goes to this host alone, not to its siblings; __Host- insists on that too."),
            new Fact("no Max-Age", "The browser forgets it when it closes."));
    private static final List<Fact> PREFERENCE_ATTRIBUTES = List.of(
            new Fact("Secure", "The browser sends it over HTTPS only."),
            new Fact("SameSite=Lax", "Another site's forms and scripts do not carry it along."),
            new Fact("Path=/", "It goes with requests for every page."),
            new Fact("Max-Age", "The browser keeps it for a year."),
            new Fact("no HttpOnly", "Scripts may read it: it is a taste, not a secret."));

    private final SojournPlugin<User> sojourn;
    private final Frame frame;
    private final SessionPlace place;
    private final String heading;
    private final KeptSessions kept;

    InsidePage(SojournPlugin<User> sojourn, Frame frame, DemoSettings settings, KeptSessions kept) {
        this.sojourn = sojourn;
        this.frame = frame;
        this.place = settings.sessions();
        Move move = settings.move();
        this.heading = move == null
                ? place.place()
                : place.place() + "; once moved: " + move.to().place();
        this.kept = kept;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/inside", ctx -> frame.page(ctx, "inside", Map.of("inside", view(ctx))));
    }

    private InsideView view(Context ctx) {
        Session session = sojourn.session(ctx);
        List<Cookie> cookies = new ArrayList<>();
        List<Glance> glances = new ArrayList<>();
        for (String line : Frame.cookieLines(ctx)) {
            for (String pair : line.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    String name = pair.substring(0, equals).strip();
                    String value = pair.substring(equals + 1).strip();
                    cookies.add(cookie(name, value));
                    glances.addAll(name.equals(SESSION_COOKIE) ? kept.glances(session, value) : List.of());
                }
            }
        }
        return new InsideView(cookies, heading, facts(session), attributes(session), glances);
    }

    private Cookie cookie(String name, String value) {
        if (!name.equals(SESSION_COOKIE)) {
            return new Cookie(
                    name,
                    value,
                    "A preference, readable and alterable by anybody who holds it.",
                    PREFERENCE_ATTRIBUTES);
        }
        String purpose = place instanceof CookiePlace
                ? "The session, sealed with XAES-256-GCM: " + value.length() + " characters, of which "
                        + ENVELOPE_OVERHEAD
                        + " octets are version, key id, nonce and tag. Without the server's key nobody can read it or alter"
                        + " a bit of it. What outgrows a cookie lies in a file, and the cookie holds the way there."
                : "A random token of 256 bits. The server stores only its hash, so a stolen store opens no session.";
        return new Cookie(name, shortened(value), purpose, SESSION_ATTRIBUTES);
    }

    private List<Fact> facts(Session session) {
        if (session.isNew()) {
            return List.of(new Fact("Session", "None yet: nothing is stored until something is put."));
        }
        return List.of(
                new Fact("Handle", session.handle() + ", fit for logs, of no use as a cookie"),
                new Fact("Began", session.createdAt().toString()),
                new Fact(
                        "Last seen",
                        session.lastSeenAt() + ", written down at most once per tenth of the idle timeout"),
                new Fact("Ends", session.expiresAt() + ", if it is not used again"));
    }

    private List<Fact> attributes(Session session) {
        List<Fact> facts = new ArrayList<>();
        for (String name : session.names()) {
            facts.add(new Fact(name, String.valueOf(session.get(name, Object.class))));
        }
        return facts;
    }

    private static String shortened(String value) {
        return value.length() <= 2 * SHOWN
                ? "…"
                : value.substring(0, SHOWN) + "…" + value.substring(value.length() - SHOWN);
    }
}
