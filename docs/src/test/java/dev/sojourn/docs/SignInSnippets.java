package dev.sojourn.docs;

import dev.sojourn.docs.Shop.User;
import dev.sojourn.javalin.SojournPlugin;
import dev.sojourn.login.LoginManager;
import dev.sojourn.login.UserLoader;
import dev.sojourn.login.password.PasswordHasher;
import dev.sojourn.session.SessionManager;
import dev.sojourn.web.Sojourn;
import io.javalin.config.JavalinConfig;

/** What docs/sign-in.md shows. */
final class SignInSnippets {

    private final Shop.Users users = new Shop.Users();

    LoginManager<User> logins() {
        // snippet: logins
        LoginManager<User> logins = LoginManager.of(users::byId, User::id)
                .stamp(User::passwordHash)
                .keep("cart")
                .build();
        // end
        return logins;
    }

    static void elsewhere(JavalinConfig config, SojournPlugin<User> sojourn) {
        // snippet: elsewhere
        config.routes.post("/logout-others", sojourn.loginRequired(ctx -> {
            boolean done = sojourn.session(ctx).endOthers();
            ctx.redirect(done ? "/profile" : "/login");
        }));
        // end
    }

    void routes(JavalinConfig config, SojournPlugin<User> sojourn, LoginManager<User> logins) {
        // snippet: routes
        config.routes.post("/login", ctx -> {
            sojourn.login(ctx).login(users.check(ctx.formParam("username"), ctx.formParam("password")));
            ctx.redirect(logins.nextPath(ctx.formParams("next")));
        });
        config.routes.post("/logout", ctx -> {
            sojourn.login(ctx).logout();
            ctx.redirect("/");
        });
        // end
        // snippet: required
        config.routes.get("/profile", sojourn.loginRequired(ctx -> ctx.result("Your profile")));
        // end
    }

    static void paths(SessionManager sessions, LoginManager<User> logins) {
        // snippet: paths
        Sojourn.of(sessions, logins).protect("/account/**", "/profile").build();
        Sojourn.of(sessions, logins)
                .denyByDefault("/", "/login", "/register", "/static/**")
                .build();
        // end
    }

    static String passwords(String password) {
        // snippet: passwords
        PasswordHasher hasher = PasswordHasher.standard();
        String stored = hasher.hash(password);
        PasswordHasher.Verification result = hasher.verify(password, stored);
        if (result.matches() && result.needsRehash()) {
            stored = hasher.rehash(password);
        }
        // end
        return stored;
    }

    static LoginManager<User> limited(UserLoader<User> byId) {
        // snippet: max-sessions
        var logins = LoginManager.of(byId, User::id).maxSessions(3).build();
        // end
        return logins;
    }
}
