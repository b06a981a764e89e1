package dev.sojourn.javalin;

import dev.sojourn.http.Decision;
import dev.sojourn.http.Header;
import dev.sojourn.login.Access;
import dev.sojourn.login.Login;
import dev.sojourn.login.LoginManager;
import dev.sojourn.login.LogoutNeedsPostException;
import dev.sojourn.login.password.PasswordHasherBusyException;
import dev.sojourn.login.password.PasswordRefusedException;
import dev.sojourn.servlet.SojournFilter;
import dev.sojourn.session.DestroyPendingException;
import dev.sojourn.session.Session;
import dev.sojourn.session.SessionManager;
import dev.sojourn.session.SessionTooLargeException;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.web.Exchange;
import dev.sojourn.web.Sojourn;
import io.javalin.config.JavalinState;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.plugin.Plugin;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.FilterHolder;

/**
 * The door for Javalin: register it, keep it, and ask it for the session and the user of a request. It walks every request
 * through the straight line, static files and WebSocket handshakes included. Thread-safe.
 *
 * <p>Sojourn's own exceptions get their answers (503 for a failed store, 400 for a refused password, 405 for a
 * sign-out by GET). An application that maps
 * one of them, or {@code Exception}, itself has the last word where its handler is the more specific.
 *
 * <p>Server-sent events send the head before their handler runs: change the session in a {@code before} handler. A WebSocket
 * has its session in {@code wsBeforeUpgrade}.
 *
 * @param <U> the application's type of user
 */
public final class SojournPlugin<U> extends Plugin<Void> {

    private final Sojourn<U> sojourn;
    private final SojournFilter<U> filter;

    /** Sessions and sign-in with default rules: HTTPS, for whatever host a request names. */
    public SojournPlugin(SessionManager sessions, LoginManager<U> logins) {
        this(Sojourn.of(sessions, logins).build());
    }

    /** Sessions, and sign-in perhaps, with these rules. */
    public SojournPlugin(Sojourn<U> sojourn) {
        this.sojourn = sojourn;
        this.filter = new SojournFilter<>(sojourn);
    }

    /** The session of a request, opened at first use; see {@link Exchange#session()}. */
    public Session session(Context ctx) {
        return exchange(ctx).session();
    }

    /** Who is signed in; see {@link Exchange#login()}. */
    public Login<U> login(Context ctx) {
        return exchange(ctx).login();
    }

    /** The handler for those who are signed in; anybody else is sent to the login page, or gets 401, and it never runs. */
    public Handler loginRequired(Handler handler) {
        return ctx -> {
            if (exchange(ctx).guard(Access.LOGGED_IN) instanceof Decision.Answer refused) {
                answer(ctx, refused);
            } else {
                handler.handle(ctx);
            }
        };
    }

    /** What Sojourn knows of a request. */
    public Exchange<U> exchange(Context ctx) {
        return sojourn.own(SojournFilter.exchange(ctx.req()));
    }

    @Override
    public void onInitialize(JavalinState state) {
        // Jetty remembers header lines of a connection without regard to case; to a cookie, case is all.
        state.jetty.modifyHttpConfiguration(http -> http.setHeaderCacheCaseSensitive(true));
        state.jetty.modifyServletContextHandler(context -> {
            FilterHolder holder = new FilterHolder(filter);
            holder.setAsyncSupported(true);
            context.addFilter(holder, "/*", EnumSet.allOf(DispatcherType.class));
        });
        for (Class<? extends RuntimeException> type : OWN_EXCEPTIONS) {
            state.routes.exception(type, this::answer);
        }
    }

    private static final List<Class<? extends RuntimeException>> OWN_EXCEPTIONS = List.of(
            StoreException.class,
            DestroyPendingException.class,
            SessionTooLargeException.class,
            LogoutNeedsPostException.class,
            PasswordHasherBusyException.class,
            PasswordRefusedException.class);

    private void answer(RuntimeException failure, Context ctx) {
        exchange(ctx).answerTo(failure).ifPresent(answer -> answer(ctx, answer));
    }

    private static void answer(Context ctx, Decision.Answer answer) {
        ctx.status(answer.status());
        for (Header field : answer.headers()) {
            ctx.header(field.name(), field.value());
        }
        ctx.result(answer.body());
    }
}
