package dev.sojourn.docs;

import static dev.sojourn.docs.Shop.greeting;

import dev.sojourn.docs.Shop.User;
import dev.sojourn.javalin.SojournPlugin;
import dev.sojourn.login.LoginManager;
import dev.sojourn.session.Session;
import dev.sojourn.session.SessionAttribute;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.seal.SealingKeys;
import dev.sojourn.store.file.FileStore;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What README.md shows. */
final class ReadmeSnippets {

    private static final SessionAttribute<List<String>> RECENT = SessionAttribute.listOf("recent", String.class);

    private final Shop.Users users = new Shop.Users();

    Javalin onTheServer(Path directory) {
        // snippet: files
        var sessions = SessionManager.in(FileStore.at(directory)).build();
        var logins = LoginManager.of(users::byId, User::id).build();
        var sojourn = new SojournPlugin<>(sessions, logins);
        var app = Javalin.create(config -> {
            config.registerPlugin(sojourn);
            config.routes.get("/", ctx -> ctx.result(greeting(sojourn.login(ctx).user())));
        });
        // end
        return app;
    }

    Javalin inTheCookie(Path file) {
        // snippet: cookie
        var sessions = SessionManager.inCookie(SealingKeys.inFile(file)).build();
        var logins = LoginManager.of(users::byId, User::id).build();
        var sojourn = new SojournPlugin<>(sessions, logins);
        var app = Javalin.create(config -> {
            config.registerPlugin(sojourn);
            config.routes.get("/", ctx -> ctx.result(greeting(sojourn.login(ctx).user())));
        });
        // end
        return app;
    }

    void signingIn(JavalinConfig config, SojournPlugin<User> sojourn) {
        // snippet: signing in
        config.routes.post("/login", ctx -> {
            sojourn.login(ctx).login(users.check(ctx.formParam("username"), ctx.formParam("password")));
            ctx.redirect("/");
        });
        config.routes.post("/logout", ctx -> {
            sojourn.login(ctx).logout();
            ctx.redirect("/");
        });
        config.routes.get("/profile", sojourn.loginRequired(ctx -> ctx.result("Your profile")));
        config.routes.post("/visit", ctx -> {
            Session session = sojourn.session(ctx);
            session.update("visits", Long.class, 0L, n -> n + 1); // parallel requests all count
            session.get(RECENT, ArrayList::new).add(ctx.path()); // changed in place, and saved
        });
        // end
    }
}
