package dev.sojourn.demo;

import dev.sojourn.session.cookie.SetCookie;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.Map;

/** Choosing theme, background and font size. */
final class PreferencePages {

    private final Frame frame;
    private final Clock clock;

    PreferencePages(Frame frame, Clock clock) {
        this.frame = frame;
        this.clock = clock;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/preferences", ctx -> frame.page(ctx, "preferences", Map.of()));
        routes.post("/preferences", this::choose);
    }

    private void choose(Context ctx) {
        Preferences chosen =
                Preferences.chosen(ctx.formParam("theme"), ctx.formParam("background"), ctx.formParam("font-size"));
        for (SetCookie cookie : chosen.cookies(clock.instant())) {
            ctx.res().addHeader("Set-Cookie", cookie.headerValue());
        }
        frame.message(ctx, "Your preferences are kept.");
        Frame.goTo(ctx, "/preferences");
    }
}
