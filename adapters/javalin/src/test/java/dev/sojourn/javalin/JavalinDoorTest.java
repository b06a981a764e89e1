package dev.sojourn.javalin;

import dev.sojourn.testkit.door.DoorContract;
import dev.sojourn.testkit.door.ReferenceApplication;
import dev.sojourn.testkit.door.Reply;
import dev.sojourn.testkit.door.RunningDoor;
import dev.sojourn.web.Sojourn;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

class JavalinDoorTest extends DoorContract {

    @Override
    protected RunningDoor start(Sojourn<String> sojourn, ReferenceApplication application) {
        SojournPlugin<String> plugin = new SojournPlugin<>(sojourn);
        Handler handler = ctx -> send(
                application.answer(
                        ctx.req().getMethod(),
                        ctx.req().getRequestURI(),
                        ctx.queryString(),
                        ctx.body(),
                        plugin.exchange(ctx)),
                ctx);
        Javalin app = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.registerPlugin(plugin);
            config.routes.get("/*", handler);
            config.routes.head("/*", handler);
            config.routes.post("/*", handler);
        });
        app.start("127.0.0.1", 0);
        return new RunningDoor() {
            @Override
            public int port() {
                return app.port();
            }

            @Override
            public void close() {
                app.stop();
            }
        };
    }

    private static void send(Reply reply, Context ctx) throws IOException {
        ctx.status(reply.status());
        reply.headers().forEach(field -> ctx.header(field.name(), field.value()));
        if (reply.afterHead() != null) {
            ctx.res().getOutputStream().write(reply.body());
            ctx.res().flushBuffer();
            reply.afterHead().run();
        } else if (reply.text()) {
            ctx.result(new String(reply.body(), StandardCharsets.UTF_8));
        } else if (reply.body().length > 0) {
            ctx.result(reply.body());
        }
    }
}
