package dev.sojourn.demo;

import dev.sojourn.javalin.SojournPlugin;
import dev.sojourn.session.Session;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all pages have in common: how they are rendered, the messages between them, the files beside them, their errors. */
final class Frame {

    private static final Logger LOG = LoggerFactory.getLogger(Frame.class);
    private static final String MESSAGE = "message";
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; img-src 'self';"
            + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
    private final SojournPlugin<User> sojourn;
    private final SessionPlace place;

    Frame(SojournPlugin<User> sojourn, SessionPlace place) {
        this.sojourn = sojourn;
        this.place = place;
    }

    void addTo(RoutesConfig routes) {
        routes.before(ctx -> ctx.header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin"));
        file(routes, "/style.css", "text/css; charset=utf-8");
        file(routes, "/icon.svg", "image/svg+xml");
        routes.error(HttpStatus.NOT_FOUND.getCode(), ctx -> {
            String accept = ctx.header("Accept");
            if (accept != null && accept.contains("text/html")) {
                problem(ctx, 404, "Nothing here", "There is no page at this address.");
            }
        });
        routes.exception(IllegalArgumentException.class, (wrong, ctx) -> {
            LOG.debug("refused a request", wrong);
            problem(ctx, 400, "That did not work", "The form holds something that cannot be used.");
        });
    }

    /** Renders a page. */
    void page(Context ctx, String template, Map<String, Object> content) {
        Session session = sojourn.session(ctx);
        Map<String, Object> model = new HashMap<>(content);
        model.put(
                "page",
                new Page(
                        Preferences.read(cookieLines(ctx)),
                        sojourn.login(ctx).user().map(User::name).orElse(null),
                        session.take(MESSAGE, String.class),
                        place.words()));
        StringOutput html = new StringOutput();
        templates.render(template + ".jte", model, html);
        ctx.contentType("text/html; charset=utf-8").result(html.toString());
    }

    /** Shows a message on the next page. */
    void message(Context ctx, String text) {
        sojourn.session(ctx).put(MESSAGE, text);
    }

    /** Sends the browser on after a form (RFC 9110 section 15.4.4). */
    static void goTo(Context ctx, String path) {
        ctx.redirect(path, HttpStatus.SEE_OTHER);
    }

    private void problem(Context ctx, int status, String title, String text) {
        page(ctx, "problem", Map.of("title", title, "text", text));
        ctx.status(status);
    }

    static List<String> cookieLines(Context ctx) {
        return Collections.list(ctx.req().getHeaders("Cookie"));
    }

    private static void file(RoutesConfig routes, String path, String type) {
        String content = read(path.substring(1));
        routes.get(
                path,
                ctx -> ctx.contentType(type)
                        .header("Cache-Control", "public, max-age=300")
                        .result(content));
    }

    private static String read(String name) {
        try (InputStream file = Frame.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing from the build");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
