package dev.sojourn.demo;

import dev.sojourn.javalin.SojournPlugin;
import dev.sojourn.login.LoginManager;
import dev.sojourn.login.password.PasswordRefusedException;
import dev.sojourn.session.Session;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** Signing up, in and out, and what is only for those signed in. */
final class AccountPages {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern USER_NAME = Pattern.compile("[\\p{L}\\p{N}._-]{1,40}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.UK).withZone(ZoneOffset.UTC);

    private final SojournPlugin<User> sojourn;
    private final Frame frame;
    private final Users users;
    private final LoginManager<User> logins;

    AccountPages(SojournPlugin<User> sojourn, Frame frame, Users users, LoginManager<User> logins) {
        this.sojourn = sojourn;
        this.frame = frame;
        this.users = users;
        this.logins = logins;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/register", ctx -> frame.page(ctx, "register", Map.of("username", "")));
        routes.post("/register", this::register);
        routes.get("/login", this::loginForm);
        routes.post("/login", this::login);
        routes.post("/logout", this::logout);
        routes.post("/logout-others", sojourn.loginRequired(this::logoutOthers));
        routes.get("/profile", sojourn.loginRequired(this::profile));
        routes.get("/account", sojourn.loginRequired(ctx -> frame.page(ctx, "account", Map.of())));
        routes.post("/account", sojourn.loginRequired(this::changePassword));
        routes.get("/api/me", this::me);
    }

    private void register(Context ctx) {
        String name = field(ctx, "username");
        if (!USER_NAME.matcher(name).matches()) {
            registerAgain(ctx, "", "A user name has 1 to 40 letters, digits, dots, hyphens or underscores.");
            return;
        }
        try {
            Optional<User> user = users.register(name, field(ctx, "password"));
            if (user.isEmpty()) {
                registerAgain(ctx, name, "This name is taken.");
                return;
            }
            sojourn.login(ctx).login(user.get());
            frame.message(ctx, "Welcome, " + name + "!");
            Frame.goTo(ctx, "/");
        } catch (PasswordRefusedException refused) {
            registerAgain(ctx, name, sentence(refused));
        }
    }

    private void registerAgain(Context ctx, String name, String problem) {
        frame.page(ctx.status(422), "register", Map.of("username", name, "problem", problem));
    }

    private void loginForm(Context ctx) {
        frame.page(ctx, "login", Map.of("next", logins.nextPath(ctx.queryParams("next")), "username", ""));
    }

    private void login(Context ctx) {
        String name = field(ctx, "username");
        String next = logins.nextPath(ctx.formParams("next"));
        Optional<User> user = users.check(name, field(ctx, "password"));
        if (user.isEmpty()) {
            frame.page(
                    ctx.status(422),
                    "login",
                    Map.of("next", next, "username", name, "problem", "User name or password is wrong."));
            return;
        }
        sojourn.login(ctx).login(user.get());
        Frame.goTo(ctx, next);
    }

    private void logout(Context ctx) {
        sojourn.login(ctx).logout();
        Frame.goTo(ctx, "/");
    }

    private void logoutOthers(Context ctx) {
        try {
            if (!sojourn.session(ctx).endOthers()) {
                Frame.goTo(
                        ctx, "/profile"); // without a message, whose session would replace the one of an earlier click
                return;
            }
            frame.message(ctx, "Your other sessions have ended.");
        } catch (UnsupportedOperationException unknowing) {
            frame.message(
                    ctx, "Your other sessions go on: where this demo keeps sessions, nobody knows whose they are.");
        }
        Frame.goTo(ctx, "/profile");
    }

    private void profile(Context ctx) {
        Session session = sojourn.session(ctx);
        frame.page(
                ctx,
                "profile",
                Map.of(
                        "createdAt", time(session.createdAt()),
                        "expiresAt", time(session.expiresAt()),
                        "handle", session.handle()));
    }

    private void changePassword(Context ctx) {
        User user = sojourn.login(ctx).user().orElseThrow();
        try {
            if (users.check(user.name(), field(ctx, "current")).isEmpty()) {
                frame.page(ctx.status(422), "account", Map.of("problem", "The current password is wrong."));
                return;
            }
            // Signing in anew keeps this session; those that hang on the old password end.
            sojourn.login(ctx).login(users.changePassword(user, field(ctx, "password")));
            frame.message(ctx, "Your password is changed. Your other sessions have ended.");
            Frame.goTo(ctx, "/profile");
        } catch (PasswordRefusedException refused) {
            frame.page(ctx.status(422), "account", Map.of("problem", sentence(refused)));
        }
    }

    /** For programs: whoever asks gets JSON, and 401 rather than a page to sign in on. */
    private void me(Context ctx) {
        Optional<User> user = sojourn.login(ctx).user();
        Map<String, String> answer =
                user.map(known -> Map.of("name", known.name())).orElse(Map.of("problem", "You are not logged in"));
        ctx.status(user.isPresent() ? 200 : 401)
                .contentType("application/json")
                .result(JSON.writeValueAsString(answer));
    }

    private static String field(Context ctx, String name) {
        String value = ctx.formParam(name);
        return value == null ? "" : value;
    }

    private static String sentence(PasswordRefusedException refused) {
        String message = String.valueOf(refused.getMessage());
        return message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1) + ".";
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }
}
