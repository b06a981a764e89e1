package dev.sojourn.session;

import dev.sojourn.event.EventListener;
import dev.sojourn.event.EventType;
import dev.sojourn.http.RequestHead;
import dev.sojourn.session.codec.SessionCodec;
import dev.sojourn.session.cookie.RequestCookies;
import dev.sojourn.session.cookie.SessionCookie;
import dev.sojourn.session.seal.SealingKeys;
import dev.sojourn.session.store.CallLimit;
import dev.sojourn.session.store.CleanupTask;
import dev.sojourn.session.store.ExpiryCleanup;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the sessions of one application, all of one kind: kept in a store, or sealed in a cookie. Thread-safe; one for each
 * application, closed when it ends.
 */
public final class SessionManager implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SessionManager.class);

    private final SessionContext context;
    private final SessionCookie developmentCookie = SessionCookie.development();
    private final SessionKind kind;
    private final SessionBackend secure;
    private final SessionBackend development;
    private final PendingDeletions pending;
    private final List<CleanupTask> cleanup;

    private SessionManager(SessionContext context, SessionKind kind) {
        this.context = context;
        this.kind = kind;
        this.secure = kind.behind(context.settings().cookie());
        this.development = kind.behind(developmentCookie);
        this.pending = new PendingDeletions(context);
        this.cleanup = kind.stores().stream()
                .flatMap(store -> store.capability(ExpiryCleanup.class).stream())
                .map(expiry -> CleanupTask.start(expiry, context.clock(), context.events()))
                .toList();
    }

    /**
     * Sessions kept in a store; the browser holds a random token. A store that may hang is put under a {@link CallLimit} of 64
     * calls, unless it stands under one already.
     */
    public static StoredBuilder in(SessionStore store) {
        return new StoredBuilder(CallLimit.around(store));
    }

    /**
     * Sessions sealed in the browser's cookie: unreadable, unalterable, and with nothing on the server to end at sign-out, unless
     * they are {@link SealedBuilder#revocableIn revocable}.
     */
    public static SealedBuilder inCookie(SealingKeys keys) {
        return new SealedBuilder(keys);
    }

    /**
     * Opens the session that the request's cookie leads to; a new one where it leads nowhere. Costs nothing until the session is
     * asked something, and one {@code find} then, where a well-formed cookie came.
     *
     * @param channel over what kind of connection the request came
     */
    public Session open(RequestHead head, Channel channel) {
        SessionBackend backend = channel == Channel.SECURE ? secure : development;
        RequestCookies.Lookup lookup = RequestCookies.find(head.header("Cookie"), cookieName(channel));
        if (lookup instanceof RequestCookies.Conflict) {
            context.tell(EventType.COOKIE_CONFLICT, null, "several different session cookies in one request");
        }
        return new Session(context, backend, pending, lookup instanceof RequestCookies.One one ? one.value() : null);
    }

    /** The name of the session cookie over a kind of connection. */
    public String cookieName(Channel channel) {
        return (channel == Channel.SECURE ? context.settings().cookie() : developmentCookie).name();
    }

    /**
     * The live sessions of an owner, in no order.
     *
     * @throws UnsupportedOperationException when sessions are sealed, or the store cannot list by owner
     * @throws StoreException when the store failed
     */
    public List<SessionInfo> sessionsOf(String owner) {
        return kind.sessionsOf(owner, context.now()).stream()
                .map(SessionInfo::of)
                .toList();
    }

    /**
     * For whoever limits the sessions of an owner, at the start rather than at the first sign-in.
     *
     * @throws UnsupportedOperationException when sessions are sealed, or the store cannot count them, saying why
     */
    public void requireSessionLimit() {
        kind.requireSessionLimit();
    }

    /**
     * Ends every session of an owner, from outside any request, and every sign-in that was begun before by {@code login} or
     * {@code restart}; not one whose password is still being checked, see the user's stamp for that. Stored ones are anonymous
     * from their next request on; sealed ones within the time given to {@link SealedBuilder#revocableIn}.
     *
     * @throws UnsupportedOperationException when sealed sessions are not revocable, or the store cannot list by owner
     * @throws StoreException when the store failed; some may have been ended
     */
    public void endSessionsOf(String owner) {
        kind.endSessionsOf(owner, context.now());
    }

    /**
     * Ends every session of the application, of whomever, within the time given to {@link SealedBuilder#revocableIn}.
     *
     * @throws UnsupportedOperationException when sealed sessions are not revocable, or sessions are kept in a store
     * @throws StoreException when the store failed; they may have been ended
     */
    public void endAllSessions() {
        kind.endAllSessions(context.now());
    }

    /** The settings in force. */
    public SessionSettings settings() {
        return context.settings();
    }

    /** The clock that decides about expiry. */
    public Clock clock() {
        return context.clock();
    }

    /** Tells the listener of an event, with the time of this manager's clock. */
    public void tell(EventType type, @Nullable String handle, String detail) {
        context.tell(type, handle, detail);
    }

    /** Stops the cleaner and the retries; the store stays open. Idempotent. */
    @Override
    public void close() {
        cleanup.forEach(CleanupTask::close);
        pending.close();
    }

    /** Gathers the settings of a {@link SessionManager}. For one thread. */
    public abstract static sealed class Builder permits StoredBuilder, SealedBuilder {

        private SessionSettings settings = SessionSettings.standard();
        private SessionCodec codec = SessionCodec.standard();
        private Clock clock = Clock.systemUTC();
        private EventListener events = EventListener.logging();

        Builder() {}

        /** The kind of session that was chosen. */
        abstract SessionKind kind(SessionContext context);

        /** Where sessions are, for the log. */
        abstract String place();

        /** What the log warns of at the start; null for nothing. */
        abstract @Nullable String warning();

        /** The application's name, 1 to 64 plain characters; default {@code "app"}. Separates applications on one store or ring. */
        public Builder application(String name) {
            settings = new SessionSettings(
                    name, settings.idleTimeout(), settings.lifetime(), settings.cookie(), settings.maxSize());
            return this;
        }

        /** How long a session lives without use and how long in all, from sign-in; defaults 30 min and 12 h, at most 400 days. */
        public Builder timeouts(Duration idleTimeout, Duration lifetime) {
            settings = new SessionSettings(
                    settings.application(), idleTimeout, lifetime, settings.cookie(), settings.maxSize());
            return this;
        }

        /** The cookie; default {@link SessionCookie#standard()}. */
        public Builder cookie(SessionCookie cookie) {
            settings = new SessionSettings(
                    settings.application(), settings.idleTimeout(), settings.lifetime(), cookie, settings.maxSize());
            return this;
        }

        /** The most bytes of attributes of a stored session, at least 1024; default 1 MiB. */
        public Builder maxSize(int bytes) {
            settings = new SessionSettings(
                    settings.application(), settings.idleTimeout(), settings.lifetime(), settings.cookie(), bytes);
            return this;
        }

        /** The codec that knows the application's types; default {@link SessionCodec#standard()}. */
        public Builder codec(SessionCodec codec) {
            this.codec = codec;
            return this;
        }

        /** The clock; default the system's. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Who hears of events, beside the log; each call adds a listener. */
        public Builder events(EventListener listener) {
            this.events = events.and(listener);
            return this;
        }

        /** Starts the manager, and one daemon thread for cleaning up where the store needs it. */
        public SessionManager build() {
            SessionContext context = new SessionContext(settings, codec, clock, events);
            LOG.info(
                    "sessions of {}: kept in {}, idle timeout {}, lifetime {}, cookie {}",
                    settings.application(),
                    place(),
                    settings.idleTimeout(),
                    settings.lifetime(),
                    settings.cookie().name());
            String warning = warning();
            if (warning != null) {
                LOG.warn(warning);
            }
            return new SessionManager(context, kind(context));
        }
    }
}
